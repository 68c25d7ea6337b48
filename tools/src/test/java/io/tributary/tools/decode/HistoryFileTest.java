package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types from the schema history. */
class HistoryFileTest {

  @TempDir Path directory;

  private static String entry(long lsn, String type) {
    String content =
        """
        {"format":1,"command":"ALTER TABLE","snapshot":"%d:%d:","oid":9,"schema":"public",\
        "table":"users","identity":"default","key":["id"],"columns":[\
        {"name":"id","type":"integer","attribute":1,"opaque":false},\
        {"name":"v","type":"%s","attribute":2,"opaque":false}]}"""
            .formatted(lsn, lsn, type);
    String base64 = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    String value =
        """
        {"op":"m","ts_ms":1,"source":{"lsn":%d,"txId":%d,"sequence":"[\\"%d\\",\\"%d\\"]"},\
        "message":{"prefix":"tributary.schema","content":"%s"}}"""
            .formatted(lsn, lsn, lsn, lsn, base64);
    return Kcat.line("app.message", null, value);
  }

  private Run decode(String history, String input) throws IOException {
    Path file = Files.writeString(directory.resolve("history.jsonl"), history);
    return Run.of(input, "--schema-history", file.toString());
  }

  @Test
  void readsEachRecordByTheTypesOfItsTime() throws IOException {
    String history = entry(100, "date") + "\n" + entry(300, "bigint");
    String row = "{\"id\":1,\"v\":20512}";
    String input =
        Kcat.change('c', 150, 200, "{\"id\":1}", null, row)
            + Kcat.change('u', 350, 400, "{\"id\":1}", null, row);

    Run run = decode(history, input);

    assertThat(run.lines()).hasSize(2);
    assertThat(run.lines().get(0)).contains("\"after\":{\"id\":1,\"v\":\"2026-02-28\"}");
    assertThat(run.lines().get(1)).contains("\"after\":{\"id\":1,\"v\":\"20512\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "{\"topic\":\"app.message\"}"})
  void endsWithThreeWhereTheFileTellsNoTypes(String history) throws IOException {
    Run run = decode(history, Kcat.line("t", null, null));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.lines()).isEmpty();
    assertThat(run.err()).contains("history.jsonl");
  }

  @Test
  void endsWithThreeWhereThereIsNoFile() {
    assertThat(Run.of("", "--schema-history", "no-such-file").exit()).isEqualTo(3);
  }
}
