package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.testing.TestCapture;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium 3.7.0 without our repair: what docs/wire-formats.md says it loses is lost, and nothing
 * else of the same row. When one of these fails, Debezium has become better, and what is done
 * against it can go.
 */
@Timeout(120)
class UnrepairedConnectorIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TABLES = List.of("public.v", "public.lost", "public.big");

  /** The usual mode writes NULL for what it cannot convert, instead of stopping. */
  private static final Map<String, String> WITHOUT_STOPPING =
      Map.of("event.converting.failure.handling.mode", "warn");

  @RegisterExtension static final TestCapture CAPTURE = TestCapture.unrepaired();
  @TempDir static Path directory;
  private static CapturedDatabase database;

  @BeforeAll
  static void capture() throws Exception {
    database = new CapturedDatabase(CAPTURE, directory);
    database.execute(RandomColumns.PREPARATION);
    database.execute(
        """
        create table v (id int primary key, body text, amount numeric(12,2), instant timestamptz,
          tags text[], nums int[], doc jsonb, uid uuid, loose numeric, clock time, day date)""");
    database.execute(
        """
        create table lost (id int primary key, skipped date, day date, days date[],
          instants timestamptz[], moments timestamp[], clocks time[], moods mood[],
          feelings feeling[], spans interval[], idents name[], points point[])""");
    database.execute(
        """
        create table big (id int primary key, revision int, texts text[], smalls smallint[],
          moods mood[]);
        alter table big set (toast_tuple_target = 128);
        alter table big alter texts set storage external, alter smalls set storage external,
          alter moods set storage external""");
    database.execute("create publication tributary for table v, lost, big");
    insert(1);
    for (ConnectorMode mode :
        List.of(ConnectorMode.PINNED, ConnectorMode.PRECISE, ConnectorMode.ISO)) {
      database.capture(mode, TABLES, WITHOUT_STOPPING);
      database.awaitRecords(mode, "v", 1);
      database.awaitRecords(mode, "lost", 1);
      database.awaitRecords(mode, "big", 1);
    }
    insert(2);
    database.execute("update big set revision = 1 where id = 1");
  }

  private static void insert(int id) throws Exception {
    database.execute(
        """
        insert into v values (%1$d, 'é', 1.50, '2026-02-28 12:00:00.123456+00', '{a,NULL}', '{1}',
          '{"a": 1.0}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1.50, '24:00', 'infinity');
        insert into lost values (%1$d, '1582-10-10', '0044-03-15 BC', '{"0044-03-15 BC"}',
          '{"0044-03-15 12:00:00+00 BC"}', '{"1360-11-09 06:33:47"}', '{09:51:10.880059,24:00}',
          '{sad,NULL}', '{sad,NULL}', '{1 day}', '{a}', '{"(1,2)"}');
        insert into big select %1$d, 0, array_agg('text ' || i), array_agg(i), array_agg('ok'::mood)
          from generate_series(1, 2500) as i"""
            .formatted(id));
  }

  @Test
  void ordinaryValuesAreExactInEveryMode() throws Exception {
    String ordinary =
        """
        {"id":%d,"body":"é","amount":"1.50","instant":"2026-02-28T12:00:00.123456Z",\
        "tags":["a",null],"nums":[1],"doc":"{\\"a\\": 1.0}",\
        "uid":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","loose":"%s","clock":"%s","day":"infinity"}""";
    assertThat(shown(ConnectorMode.PINNED, "v"))
        .containsExactly(
            ordinary.formatted(1, "1.50", "24:00:00"), ordinary.formatted(2, "1.50", "24:00:00"));
    assertThat(shown(ConnectorMode.PRECISE, "v"))
        .as("zeros at the end of a numeric without a scale")
        .containsExactly(
            ordinary.formatted(1, "1.5", "24:00:00"), ordinary.formatted(2, "1.5", "24:00:00"));
    List<String> iso = shown(ConnectorMode.ISO, "v");
    assertThat(iso.get(0)).as("an infinite date as text").contains("\"rejected\"", "column day");
    assertThat(iso.get(1)).isEqualTo(ordinary.formatted(2, "1.50", "00:00:00"));
  }

  @Test
  void losesWhatTheDocumentationSays() throws Exception {
    String lost =
        """
        {"id":%d,"skipped":"%s","day":"%s","days":["0044-03-15"],\
        "instants":["0044-03-15T12:00:00Z"],"moments":["1360-11-17T06:33:47"],\
        "clocks":["09:51:10.88","00:00:00"],"moods":null,"feelings":null}""";
    assertThat(shown(ConnectorMode.PINNED, "lost"))
        .containsExactly(
            lost.formatted(1, "1582-10-20", "0044-03-15"),
            lost.formatted(2, "1582-10-10", "-0043-03-15"));
  }

  /**
   * NULL stands for what an update has left unchanged in some types, and a placeholder in others.
   */
  @Test
  void unchangedArraysAreKeptOrUnknown() throws Exception {
    database.awaitRecords(ConnectorMode.PINNED, "big", 3);
    List<String> lines = database.decode(ConnectorMode.PINNED, "big", "--transitions");
    JsonNode updated = JSON.readTree(lines.get(2)).path("transition");
    assertThat(updated.path("after").path("texts")).hasSize(2500);
    assertThat(updated.path("unknown").toString()).isEqualTo("[\"smalls\",\"moods\"]");
  }

  private static List<String> shown(ConnectorMode mode, String table) throws Exception {
    database.awaitRecords(mode, table, 2);
    return database.decode(mode, table).stream().map(UnrepairedConnectorIT::after).toList();
  }

  /** The row of a change; another line as it is. */
  private static String after(String line) {
    try {
      JsonNode change = JSON.readTree(line).path("change");
      return change.isMissingNode() ? line : change.path("after").toString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
