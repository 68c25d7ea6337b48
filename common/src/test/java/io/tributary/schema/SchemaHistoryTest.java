package io.tributary.schema;

import static io.tributary.schema.HistoryTopic.after;
import static io.tributary.schema.HistoryTopic.dropped;
import static io.tributary.schema.HistoryTopic.snapshot;
import static io.tributary.schema.HistoryTopic.streamed;
import static io.tributary.schema.HistoryTopic.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RawRecord;
import io.tributary.event.RowSchema;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SchemaHistoryTest {

  private static final TableId T = TableId.parse("public.t");
  private static final TableId U = TableId.parse("public.u");
  private static final String NONE = "null";

  private final HistoryTopic topic = new HistoryTopic();

  @Test
  void describesAChangeAsItsTransactionHadTheTable() {
    SchemaHistory history = widened().read();
    assertThat(columns(history, T, streamed(50, 60))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, streamed(150, 300))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, streamed(200, 249))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, streamed(200, 251))).isEqualTo("a BIGINT");
    assertThat(columns(history, T, streamed(260, 190))).isEqualTo("a BIGINT");
  }

  @Test
  void givesOneInstanceForOneDescription() {
    widened().entry(after(300), 350, 10, table(1, "t", "1 a bigint"));
    SchemaHistory history = topic.read();
    TableDescription first = history.at(T, streamed(210, 220));
    assertThat(history.at(T, streamed(400, 420))).isSameAs(first);
    assertThat(history.with(List.of()).at(T, streamed(400, 420))).isSameAs(first);
  }

  @Test
  void describesSnapshotRowsByTheirLsnAndIncrementalOnesByTheCommitBeforeThem() {
    SchemaHistory history = widened().read();
    assertThat(columns(history, T, snapshot(0, 249))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, snapshot(0, 300))).isEqualTo("a BIGINT");
    assertThat(columns(history, T, snapshot(200, 0))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, snapshot(260, 0))).isEqualTo("a BIGINT");
  }

  @Test
  void takesTheLsnWhereTheConnectorHasSeenNoCommitYet() {
    topic
        .entry(after(100), 110, 7, table(1, "t", "1 a integer"))
        .entry(NONE, 500, 9, table(1, "t", "1 a bigint"));
    SchemaHistory history = topic.read();
    assertThat(columns(history, T, streamed(400, 410))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, streamed(0, 499))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, streamed(0, 501))).isEqualTo("a BIGINT");
    assertThat(columns(history, T, streamed(510, 505))).isEqualTo("a BIGINT");
  }

  @Test
  void followsRenamesOfTablesAndLeavesTheOldNameToTheNextTable() {
    topic
        .entry(after(100), 110, 7, table(1, "t", "1 a integer"))
        .entry(after(200), 210, 8, table(1, "u", "1 a integer"))
        .entry(after(200), 230, 8, table(2, "t", "1 b text"));
    SchemaHistory history = topic.read();
    assertThat(columns(history, T, streamed(150, 160))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, streamed(200, 220))).isEqualTo("b TEXT");
    assertThat(columns(history, U, streamed(300, 310))).isEqualTo("a INTEGER");
  }

  /** CREATE TABLE AS writes rows before its end, where the description stands. */
  @Test
  void describesRowsBetweenADropAndTheNextDescriptionByTheLatter() {
    topic
        .entry(after(100), 110, 7, table(1, "t", "1 a integer"))
        .entry(after(200), 210, 8, "DROP TABLE", "8:8:", dropped(1, "t"))
        .entry(after(200), 230, 8, table(2, "t", "1 b text"));
    SchemaHistory history = topic.read();
    assertThat(columns(history, T, streamed(200, 205))).isEqualTo("a INTEGER");
    assertThat(columns(history, T, streamed(200, 220))).isEqualTo("b TEXT");
  }

  @Test
  void tellsColumnsOfTheSameNumberApartByTheirTables() {
    topic
        .entry(after(100), 110, 7, table(1, "t", "1 a integer"))
        .entry(after(200), 210, 8, "DROP TABLE", "8:8:", dropped(1, "t"))
        .entry(after(200), 230, 8, table(2, "t", "1 a integer"));
    SchemaHistory history = topic.read();
    assertThat(column(history, streamed(150, 160)).attribute())
        .isEqualTo(RowSchema.Column.attribute(1, 1))
        .isNotEqualTo(column(history, streamed(300, 310)).attribute());
  }

  @Test
  void knowsTheLastRewriteOfEachTableThatIsThere() {
    topic
        .entry(after(100), 110, 7, table(1, "t", "1 a integer") + ",\"rewritten\":[\"type\"]")
        .entry(after(200), 210, 8, table(2, "u", "1 a text") + ",\"rewritten\":[\"default\"]")
        .entry(after(200), 220, 8, table(3, "v", "1 a text") + ",\"rewritten\":[\"type\"]")
        .entry(after(250), 260, 9, table(4, "w", "1 a text") + ",\"rewritten\":[\"access method\"]")
        .entry(after(300), 310, 10, "DROP TABLE", "10:10:", dropped(3, "v"))
        .entry(
            after(400),
            410,
            11,
            table(1, "t", "1 a bigint") + ",\"rewritten\":[\"access method\",\"type\"]")
        .entry(after(400), 420, 11, table(1, "t", "1 a bigint"));
    assertThat(topic.read().rewrites())
        .isEqualTo(
            Map.of(
                T, new Rewrite(Instant.ofEpochMilli(410), List.of("type"), 400, 410),
                U, new Rewrite(Instant.ofEpochMilli(210), List.of("default"), 200, 210)));
  }

  /** Its positions mean nothing any more, and a snapshot of all rows begins the next lineage. */
  @Test
  void forgetsTheRewritesOfAFormerLineage() {
    topic
        .entry(after(400), 410, 11, table(1, "t", "1 a bigint") + ",\"rewritten\":[\"type\"]")
        .entry(after(20), 30, 3, table(2, "u", "1 a bigint"));
    assertThat(topic.read().rewrites()).isEmpty();
  }

  @Test
  void takesRepeatedEntriesOnce() {
    SchemaHistory history = widened().read();
    assertThat(history.with(topic)).isSameAs(history);
  }

  @Test
  void leavesOutAPublishedStateThatAnAlterationOvertook() {
    topic
        .entry(after(100), 110, 7, table(1, "t", "1 a integer"))
        .entry(after(200), 210, 9, table(1, "t", "1 a bigint"))
        .entry(after(300), 220, 10, "publish_schema", "9:11:9", table(1, "t", "1 a integer"));
    assertThat(columns(topic.read(), T, streamed(400, 410))).isEqualTo("a BIGINT");
  }

  @Test
  void takesAnAlterationThatDoesNotKnowOfAPublishedState() {
    topic
        .entry(after(200), 210, 9, "publish_schema", "9:9:", table(1, "t", "1 a integer"))
        .entry(after(300), 220, 10, "ALTER TABLE", "9:11:9", table(1, "t", "1 a bigint"));
    assertThat(columns(topic.read(), T, streamed(400, 410))).isEqualTo("a BIGINT");
  }

  @Test
  void comparesTransactionsAcrossTheirWrap() {
    topic
        .entry(after(100), 110, 0xFFFF_FFF0L, table(1, "t", "1 a integer"))
        .entry(
            after(200),
            210,
            5,
            "publish_schema",
            "4294967298:4294967301:",
            table(1, "t", "1 a bigint"));
    assertThat(columns(topic.read(), T, streamed(400, 410))).isEqualTo("a BIGINT");
  }

  @Test
  void startsAnewFromTheLastStateWherePositionsStartAnew() {
    topic
        .entry(after(1000), 1100, 7, table(1, "t", "1 a integer"))
        .entry(after(2000), 2500, 9, table(1, "t", "1 a bigint"))
        .entry(after(10), 20, 3, table(1, "t", "1 a text"));
    SchemaHistory history = topic.read();
    assertThat(columns(history, T, streamed(10, 15))).isEqualTo("a BIGINT");
    assertThat(columns(history, T, streamed(30, 31))).isEqualTo("a TEXT");
    assertThat(columns(history, T, streamed(2600, 2700))).isEqualTo("a TEXT");
  }

  @Test
  void passesOverWhatIsNoEntryAndCountsEntriesThatTellNothing() {
    topic
        .raw(after(100), 110, 7, "outbox", "hello")
        .entry(after(100), 120, 7, "ALTER TABLE", "7:7:", "\"error\":\"57014\"")
        .raw(after(100), 130, 7, SchemaHistory.PREFIX, "no json")
        .raw(after(100), 140, 7, SchemaHistory.PREFIX, "{\"format\":2}")
        .raw("no json");
    SchemaHistory history = topic.read();
    assertThat(history.isEmpty()).isTrue();
    assertThat(history.unreadable()).isEqualTo(4);
  }

  @Test
  void readsRecordsWithSchemas() {
    topic.entry(after(100), 110, 7, table(1, "t", "1 a integer"));
    byte[] value = Objects.requireNonNull(topic.iterator().next().value());
    HistoryTopic wrapped = new HistoryTopic();
    wrapped.raw(
        "{\"schema\":{\"type\":\"struct\"},\"payload\":"
            + new String(value, StandardCharsets.UTF_8)
            + "}");
    assertThat(columns(wrapped.read(), T, streamed(1, 1))).isEqualTo("a INTEGER");
  }

  @Test
  void knowsNothingOfATableThatWasNeverDescribed() {
    assertThat(SchemaHistory.of(List.<RawRecord>of()).at(T, streamed(1, 1))).isNull();
  }

  /** A table whose column is wider from a transaction behind the commit at 200 on. */
  private HistoryTopic widened() {
    return topic
        .entry(after(100), 110, 7, table(1, "t", "1 a integer"))
        .entry(after(200), 250, 9, table(1, "t", "1 a bigint"));
  }

  private static RowSchema.Column column(SchemaHistory history, SourcePosition position) {
    return Objects.requireNonNull(history.at(T, position)).columns().column(0);
  }

  private static String columns(SchemaHistory history, TableId table, SourcePosition position) {
    StringBuilder text = new StringBuilder();
    for (RowSchema.Column column :
        Objects.requireNonNull(history.at(table, position)).columns().columns()) {
      text.append(text.isEmpty() ? "" : ", ").append(column.name()).append(' ');
      text.append(column.type().kind());
    }
    return text.toString();
  }
}
