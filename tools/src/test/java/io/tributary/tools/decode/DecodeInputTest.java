package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd input, odd output, and how the command ends. */
class DecodeInputTest {

  private static final String TOMBSTONE = "{\"skipped\":{\"reason\":\"tombstone\"}}";
  private static final String TRUNCATE = Kcat.payload('t', 1, 2, null, null);

  @Test
  void hasNothingToSayOfNothing() {
    assertThat(Run.of("").lines()).isEmpty();
    assertThat(Run.of("").exit()).isZero();
    assertThat(Run.of("\n \t\r\n\n").lines()).isEmpty();
  }

  @Test
  void takesLinesWithCarriageReturnsAndALastOneWithoutEnd() {
    Run run = Run.of("{\"topic\":\"t\"}\r\n\r\n{\"topic\":\"t\",\"payload\":null}");

    assertThat(run.lines()).containsExactly(TOMBSTONE, TOMBSTONE);
  }

  @Test
  void takesBytesInBase64() {
    String encoded =
        java.util.Base64.getEncoder().encodeToString(TRUNCATE.getBytes(StandardCharsets.UTF_8));
    String input =
        "{\"topic\":\"t\",\"key_base64\":\"AAECAw==\",\"payload\":null,\"payload_base64\":\"%s\"}"
            .formatted(encoded);

    assertThat(Run.of(input).line()).startsWith("{\"change\":{");
  }

  @Test
  void takesALineOfManyMegabytes() {
    String huge = "{\"topic\":\"t\",\"payload\":\"" + "x".repeat(30_000_000) + "\"}\n";

    assertThat(Run.of(huge + "{\"topic\":\"t\"}\n" + huge).lines())
        .hasSize(3)
        .element(1)
        .isEqualTo(TOMBSTONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "hello | not JSON",
        "{\"topic\":\"t\" | not JSON",
        "{\"topic\":\"t\"} {} | not JSON",
        "[1] | the line is an array, not an object",
        "null | the line is a null, not an object",
        "{\"a\":1} | there is no topic",
        "{\"topic\":1} | there is no topic",
        "{\"topic\":\"t\",\"partition\":\"0\"} | partition is a string, not a whole number",
        "{\"topic\":\"t\",\"partition\":2147483648} | partition is out of range",
        "{\"topic\":\"t\",\"offset\":1.5} | offset is a number, not a whole number",
        "{\"topic\":\"t\",\"payload\":{}} | payload is an object, not a string",
        "{\"topic\":\"t\",\"payload\":\"\\ud800\"} | payload has half a surrogate pair",
        "{\"topic\":\"t\",\"key_base64\":\"%\"} | key_base64 is not base64",
        "{\"topic\":\"t\",\"key_base64\":1} | key_base64 is a number, not a string",
        "{\"topic\":\"t\",\"key\":\"\",\"key_base64\":\"\"} | there are both key and key_base64",
        "{\"topic\":\"t\",\"headers\":[\"a\"]} | headers is not a list of alternating names and values",
        "{\"topic\":\"t\",\"headers\":{}} | headers is not a list of alternating names and values",
        "{\"topic\":\"t\",\"headers\":[null,\"a\"]} | the name of a header is a null",
      })
  void rejectsALineThatIsNoRecordInItsPlace(String line, String problem) {
    Run run = Run.of("{\"topic\":\"t\"}\n\n" + line + "\n{\"topic\":\"t\"}\n");

    assertThat(run.exit()).isZero();
    assertThat(run.lines()).hasSize(3).first().isEqualTo(TOMBSTONE);
    assertThat(run.lines().get(1))
        .startsWith("{\"rejected\":{\"code\":\"MALFORMED_INPUT\",\"detail\":\"line 3: " + problem);
    assertThat(run.lines().get(2)).isEqualTo(TOMBSTONE);
    assertThat(run.err()).contains("1 line is not a record").contains("line 3");
  }

  @Test
  void answersEachLineBeforeItWaitsForTheNext() throws Exception {
    PipedOutputStream source = new PipedOutputStream();
    InputStream in = new PipedInputStream(source);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(() -> Run.run(Map.of(), in, out, new StringWriter()));

    source.write("{\"topic\":\"t\"}\n".getBytes(StandardCharsets.UTF_8));
    source.flush();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(TOMBSTONE + "\n"));

    source.close();
    assertThat(exit.get(10, TimeUnit.SECONDS)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"Broken pipe,0", "No space left on device,1"})
  void endsQuietlyOnlyWhereNobodyReadsOn(String failure, int exit) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    StringWriter err = new StringWriter();
    InputStream in =
        new ByteArrayInputStream("{\"topic\":\"t\"}\n".getBytes(StandardCharsets.UTF_8));

    assertThat(Run.run(Map.of(), in, broken, err)).isEqualTo(exit);
    assertThat(err.toString().isEmpty()).isEqualTo(exit == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unknown",
        "--pipeline no-such-file.yaml",
        "--database mysql://u:s3cret@db/app",
        "--database jdbc:postgresql:///a?b=%zz&password=s3cret&x",
        "--database-user app",
        "--database-password-file no-such-file --database postgresql://db/app",
        "--time-precision fortnights",
        "--placeholder hex:5"
      })
  void refusesWrongUsage(String arguments) {
    Run run = Run.of("", arguments.split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.lines()).isEmpty();
    assertThat(run.err()).isNotBlank().doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:s3cret@localhost:1/app",
        "jdbc:postgresql://localhost:1/app?user=u&password=s3cret"
      })
  void endsWithThreeWhereTheTypesAreNotToBeHad(String url) {
    Run run = Run.of("{\"topic\":\"t\"}\n", "--database", url);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.lines()).isEmpty();
    assertThat(run.err()).contains("localhost:1/app").doesNotContain("s3cret");
  }
}
