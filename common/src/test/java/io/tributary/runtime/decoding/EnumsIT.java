package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.Decoded;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.testing.TestCapture;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What becomes of an enum while it is captured, from a real database through the connector: every
 * row is told in the labels that it was written with.
 */
@Timeout(240)
class EnumsIT {

  @RegisterExtension static final TestCapture CAPTURE = new TestCapture();
  private static final CapturedTable TABLE = new CapturedTable(CAPTURE);

  @BeforeAll
  static void createTable() throws SQLException {
    TABLE.install();
    execute(
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'base')",
        "CREATE DOMAIN feeling AS mood",
        "CREATE TABLE t (id int PRIMARY KEY, m mood, f feeling, ms mood[], fs feeling[])",
        "ALTER PUBLICATION tributary ADD TABLE t");
  }

  @Test
  void everyRowIsReadWithTheLabelsThatItWasWrittenWith() throws Exception {
    insert(1, "sad");
    TABLE.capture(1);
    awaitRecords(1);
    execute("SELECT tributary.publish_schema()");
    insert(2, "ok");
    execute("ALTER TYPE mood ADD VALUE 'happy' BEFORE 'ok'");
    insert(3, "happy");
    execute("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
    insert(4, "fine");
    execute("ALTER TYPE mood RENAME TO state");
    insert(5, "sad");
    execute("ALTER TYPE state ADD VALUE 'elated'");
    insert(6, "elated");
    execute("CREATE SCHEMA other; ALTER TYPE state SET SCHEMA other");
    execute("ALTER TYPE other.state ADD VALUE 'calm'");
    insert(7, "calm");
    awaitRecords(7);

    // Debezium alone stops here: it takes the table of row 9 for that of row 8.
    TABLE.leave();
    execute("ALTER TYPE other.state ADD VALUE 'tired'");
    insert(8, "tired");
    execute("ALTER TABLE t DROP ms, DROP fs");
    execute("INSERT INTO t VALUES (9, 'sad', 'fine')");
    TABLE.capture(1);
    awaitRecords(9);

    // The type of row 10 is gone when it is read.
    TABLE.leave();
    execute("INSERT INTO t VALUES (10, 'base', 'base')");
    execute("ALTER TABLE t ALTER m TYPE text, ALTER f TYPE text");
    execute("DROP DOMAIN feeling; DROP TYPE other.state");
    execute("INSERT INTO t VALUES (11, 'any', 'text')");
    TABLE.capture(1);
    awaitRecords(11);

    assertThat(decoded())
        .containsExactly(
            row(1, "sad"),
            row(2, "ok"),
            row(3, "happy"),
            row(4, "fine"),
            row(5, "sad"),
            row(6, "elated"),
            row(7, "calm"),
            row(8, "tired"),
            Map.of("id", 9, "m", "sad", "f", "fine"),
            Map.of("id", 10, "m", "base", "f", "base"),
            Map.of("id", 11, "m", "any", "f", "text"));
  }

  private static void execute(String... statements) throws SQLException {
    CAPTURE.postgres().execute(statements);
  }

  private static void insert(int id, String label) throws SQLException {
    execute("INSERT INTO t VALUES (%1$d, '%2$s', '%2$s', '{%2$s}', '{%2$s}')".formatted(id, label));
  }

  private static Map<String, Object> row(int id, String label) {
    return Map.of("id", id, "m", label, "f", label, "ms", List.of(label), "fs", List.of(label));
  }

  private static void awaitRecords(int count) {
    CAPTURE.awaitRecords(CapturedTable.CONNECTOR, CapturedTable.TOPIC, count);
  }

  private static List<Map<String, Object>> decoded() throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (DescribedDecoder decoder = TABLE.decoder(() -> {})) {
      for (RawRecord record : CAPTURE.records(CapturedTable.TOPIC)) {
        Decoded outcome = decoder.decode(record);
        assertThat(outcome).isInstanceOf(Decoded.Change.class);
        rows.add(values(Objects.requireNonNull(((Decoded.Change) outcome).event().after())));
      }
    }
    return rows;
  }

  private static Map<String, Object> values(RowImage image) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < image.schema().size(); i++) {
      values.put(image.schema().column(i).name(), Objects.requireNonNull(image.value(i)));
    }
    return values;
  }
}
