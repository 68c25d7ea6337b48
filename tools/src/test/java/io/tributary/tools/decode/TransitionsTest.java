package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger run over records. */
class TransitionsTest {

  private static final String KEY = "{\"id\":1}";

  @TempDir Path directory;
  private String pipeline;

  @BeforeEach
  void declareTheTable() throws IOException {
    String yaml =
        """
        version: 1
        source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
        tables: { public.users: { key: [id], columns: { id: int, email: text, bio: text } } }
        """;
    pipeline = Files.writeString(directory.resolve("pipeline.yaml"), yaml).toString();
  }

  private Run transitions(String input) {
    return Run.of(input, "--transitions", "--pipeline", pipeline);
  }

  @Test
  void fillsOldImagesAndUnchangedValuesAndDropsReplays() {
    String create =
        Kcat.change('c', 10, 20, KEY, null, "{\"id\":1,\"email\":\"a\",\"bio\":\"long\"}");
    String update =
        Kcat.change(
            'u',
            30,
            40,
            KEY,
            null,
            "{\"id\":1,\"email\":\"b\",\"bio\":\"__debezium_unavailable_value\"}");
    String delete = Kcat.change('d', 50, 60, KEY, "{\"id\":1,\"email\":\"\",\"bio\":null}", null);
    String tombstone = Kcat.line("app.public.users", KEY, null);

    Run run = transitions(create + update + create + update + delete + tombstone);

    assertThat(run.lines()).hasSize(6);
    assertThat(run.lines().get(0))
        .startsWith(
            "{\"record\":1,\"transition\":{\"table\":\"public.users\",\"op\":\"CREATE\","
                + "\"key\":{\"id\":1},\"before\":null,"
                + "\"after\":{\"id\":1,\"email\":\"a\",\"bio\":\"long\"},\"unknown\":[],"
                + "\"position\":{\"lsn\":\"0/14\",\"commitPosition\":\"0/A\",\"txId\":733,"
                + "\"snapshot\":\"none\"},");
    assertThat(run.lines().get(1))
        .contains(
            "\"before\":{\"id\":1,\"email\":\"a\",\"bio\":\"long\"},"
                + "\"after\":{\"id\":1,\"email\":\"b\",\"bio\":\"long\"},\"unknown\":[],");
    assertThat(run.lines().get(2)).isEqualTo("{\"record\":3,\"none\":{\"reason\":\"replay\"}}");
    assertThat(run.lines().get(3)).isEqualTo("{\"record\":4,\"none\":{\"reason\":\"replay\"}}");
    assertThat(run.lines().get(4))
        .contains("\"before\":{\"id\":1,\"email\":\"b\",\"bio\":\"long\"},\"after\":null");
    assertThat(run.lines().get(5)).isEqualTo("{\"record\":6,\"none\":{\"reason\":\"tombstone\"}}");
  }

  @Test
  void namesWhatIsUnknownOfARowThatItNeverSaw() {
    String update = Kcat.change('u', 30, 40, KEY, null, "{\"id\":1,\"email\":\"b\",\"bio\":null}");

    assertThat(transitions(update).line())
        .contains(
            "\"before\":{\"id\":1},\"after\":{\"id\":1,\"email\":\"b\",\"bio\":null},"
                + "\"unknown\":[\"email\",\"bio\"],");
  }

  @Test
  void saysWhereASnapshotReadWhatWasKnown() {
    String create = Kcat.change('c', 10, 20, KEY, null, KEY);
    String read = Kcat.change('r', 30, 40, KEY, null, KEY);

    assertThat(transitions(create + read).lines().get(1))
        .isEqualTo("{\"record\":2,\"none\":{\"reason\":\"unchanged-snapshot-row\"}}");
  }

  @Test
  void numbersRejectedRecordsAndNoBlankLines() {
    assertThat(transitions("\n\nhello\n\n[]\n").lines())
        .extracting(line -> line.substring(0, line.indexOf(",\"detail")))
        .containsExactly(
            "{\"record\":1,\"rejected\":{\"code\":\"MALFORMED_INPUT\"",
            "{\"record\":2,\"rejected\":{\"code\":\"MALFORMED_INPUT\"");
  }
}
