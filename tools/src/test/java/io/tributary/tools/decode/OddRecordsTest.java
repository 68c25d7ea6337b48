package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that no connector wrote: each has its line, and none ends the command. */
class OddRecordsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private String pipeline;

  @BeforeEach
  void declareTheTable() throws IOException {
    String yaml =
        """
        version: 1
        source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
        tables:
          public.users:
            key: [id]
            columns: { id: int, n: numeric, d: double precision, b: bytea, at: timestamp, doc: json, tags: "int[]" }
        """;
    pipeline = Files.writeString(directory.resolve("pipeline.yaml"), yaml).toString();
  }

  private String shown(String key, String payload) {
    return Run.of(Kcat.line("app.public.users", key, payload), "--pipeline", pipeline).line();
  }

  private String shown(String row) {
    return shown("{\"id\":1}", Kcat.payload('c', 1, 2, null, row));
  }

  @Test
  void theOrderOfMembersDoesNotMatter() {
    String usual = shown("{\"id\":1,\"n\":\"2\"}");
    String payload =
        "{\"op\":\"c\",\"ts_ms\":1772280000200,\"source\":{\"lsn\":2,\"txId\":733,\"table\":\"users\","
            + "\"sequence\":\"[\\\"1\\\",\\\"2\\\"]\",\"schema\":\"public\",\"snapshot\":\"false\","
            + "\"ts_us\":1772280000123456},\"transaction\":null,\"after\":{\"n\":\"2\",\"id\":1},"
            + "\"before\":null}";

    assertThat(shown("{\"id\":1}", payload))
        .isEqualTo(usual.replace("{\"id\":1,\"n\":\"2\"}", "{\"n\":\"2\",\"id\":1}"));
  }

  /** As with every reader of JSON that keeps one of them. */
  @Test
  void theLastOfEqualMembersCounts() {
    assertThat(shown("{\"id\":9,\"id\":1,\"n\":\"3\",\"n\":\"4\"}"))
        .contains("\"after\":{\"id\":1,\"n\":\"4\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"id\":1,\"d\":1e400} | VALUE_OUT_OF_RANGE",
        "{\"id\":1,\"d\":1e999999999999} | VALUE_OUT_OF_RANGE",
        "{\"id\":1,\"n\":1e999999999999} | VALUE_OUT_OF_RANGE",
        "{\"id\":1,\"n\":\"1e999999999\"} | VALUE_OUT_OF_RANGE",
        "{\"id\":2147483648} | VALUE_OUT_OF_RANGE",
        "{\"id\":1e400} | TYPE_MISMATCH",
        "{\"id\":1,\"d\":\"1.5\"} | TYPE_MISMATCH",
        "{\"id\":1,\"b\":\"%\"} | TYPE_MISMATCH",
        "{\"id\":1,\"b\":\"A\"} | TYPE_MISMATCH",
        "{\"id\":1,\"at\":\"yesterday\"} | TYPE_MISMATCH",
        "{\"id\":1,\"tags\":{\"a\":1}} | TYPE_MISMATCH",
        "{\"id\":1,\"tags\":\"[1]\"} | TYPE_MISMATCH",
      })
  void aValueThatItsTypeDoesNotHaveIsRejected(String row, String code) {
    assertThat(shown(row)).startsWith("{\"rejected\":{\"code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"op\":\"c\"} | MISSING_FIELD",
        "{\"op\":7,\"after\":{\"id\":1},\"source\":{}} | MALFORMED_JSON",
        "{\"op\":\"x\",\"after\":{\"id\":1},\"source\":{}} | UNKNOWN_OP",
        "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":7} | MALFORMED_JSON",
        "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{}} | MISSING_FIELD",
        "{} | MISSING_FIELD",
        "[] | MALFORMED_JSON",
        "7 | MALFORMED_JSON",
        "{\"op\":\"c\" | MALFORMED_JSON",
        "{\"op\":\"c\"}} | MALFORMED_JSON",
        "\ufeff{\"op\":\"c\"} | MALFORMED_JSON",
        "{\"schema\":7,\"payload\":{\"op\":\"c\"}} | MISSING_FIELD",
      })
  void whatIsNoChangeIsRejected(String payload, String code) {
    assertThat(shown("{\"id\":1}", payload)).startsWith("{\"rejected\":{\"code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":", "7", "[1]", "\"id\"", "{}", "{\"other\":1}"})
  void aKeyThatIsNoneIsRejected(String key) {
    assertThat(shown(key, Kcat.payload('c', 1, 2, null, "{\"id\":1}")))
        .startsWith("{\"rejected\":{\"code\":\"MALFORMED_KEY\"");
  }

  /** Deeper than any stack, in a value, a schema, a key, and the line itself. */
  @Test
  void nothingIsTooDeep() {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);
    String objects = "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000);

    for (String record :
        List.of(
            Kcat.line("app.public.users", "{\"id\":1}", deep),
            Kcat.line("app.public.users", objects, Kcat.payload('c', 1, 2, null, "{\"id\":1}")),
            Kcat.line(
                "app.public.users", "{\"id\":1}", "{\"schema\":" + objects + ",\"payload\":{}}"),
            Kcat.change('c', 1, 2, "{\"id\":1}", null, "{\"id\":1,\"tags\":" + deep + "}"),
            deep + "\n",
            "{\"topic\":" + objects + "}\n")) {
      assertThat(Run.of(record, "--pipeline", pipeline).line()).startsWith("{\"rejected\":{");
    }
    String document = JSON.getNodeFactory().textNode(deep).toString();
    assertThat(shown("{\"id\":1,\"doc\":" + document + "}"))
        .startsWith("{\"change\":{")
        .contains("\"doc\":\"[[[[");
  }

  @Test
  void aTextOfFiftyMegabytesIsShown() {
    String text = "x".repeat(50_000_000);

    assertThat(shown("{\"id\":1,\"doc\":\"" + text + "\"}"))
        .startsWith("{\"change\":{")
        .hasSizeGreaterThan(text.length());
  }

  /** The key says of itself whether it has a schema, and so does the value. */
  @Test
  void keyAndValueMayHaveASchemaIndependently() {
    String key =
        "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"optional\":false,"
            + "\"field\":\"id\"}]},\"payload\":{\"id\":1}}";

    assertThat(shown(key, Kcat.payload('c', 1, 2, null, "{\"id\":1}")))
        .startsWith("{\"change\":{\"table\":\"public.users\",\"op\":\"CREATE\",\"key\":{\"id\":1}");
  }

  @Test
  void aHistoryThatIsNoneIsNamedWithoutATrace() throws IOException {
    for (byte[] content :
        List.of(
            new byte[] {0, 1, 2, -1},
            "{\"topic\":\"app.message\",\"payload\":\"{\"}\n".getBytes(StandardCharsets.UTF_8),
            "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
            Kcat.line("app.public.users", "{\"id\":1}", Kcat.payload('c', 1, 2, null, "{}"))
                .getBytes(StandardCharsets.UTF_8))) {
      Path file = Files.write(directory.resolve("history"), content);
      assertEndsPlainly(Run.of("", "--schema-history", file.toString()), 3);
    }
    assertEndsPlainly(Run.of("", "--schema-history", directory.toString()), 3);
  }

  @Test
  void aPipelineThatIsNoneIsNamedWithoutATrace() throws IOException {
    for (String content : List.of("", "version: 1\n", "\u0000", "- [", "version: 2\ntables: 5\n")) {
      Path file = Files.writeString(directory.resolve("broken.yaml"), content);
      assertEndsPlainly(Run.of("", "--pipeline", file.toString()), 2);
    }
    assertEndsPlainly(Run.of("", "--pipeline", directory.toString()), 2);
  }

  private static void assertEndsPlainly(Run run, int exit) {
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.lines()).isEmpty();
    assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
  }
}
