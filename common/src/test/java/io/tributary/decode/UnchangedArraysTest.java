package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Debezium writes NULL for many an unchanged TOASTed array, as for one that is NULL. */
class UnchangedArraysTest {

  private static final TableId TABLE = TableId.parse("public.t");
  private static final RowSchema COLUMNS =
      RowSchema.of(
          List.of(
              new RowSchema.Column("id", ColumnType.of(Kind.INTEGER)),
              new RowSchema.Column("note", ColumnType.of(Kind.TEXT)),
              new RowSchema.Column("tags", ColumnType.arrayOf(ColumnType.of(Kind.TEXT))),
              new RowSchema.Column("moods", ColumnType.arrayOf(ColumnType.of(Kind.TEXT))),
              new RowSchema.Column("weights", ColumnType.arrayOf(ColumnType.of(Kind.DOUBLE)))));

  @Test
  void losesAnArrayThatIsNullAfterAnUpdate() {
    RowImage after = after("u", "1.9.8.Final", false, null);

    assertThat(after.unavailableColumns()).containsExactly("tags", "moods", "weights");
    assertThat(after.isLost(2)).isTrue();
    assertThat(after.value("note")).isNull();
  }

  @Test
  void losesItInTheSecondHalfOfAKeyChange() {
    assertThat(after("c", "1.9.8.Final", false, "{\"id\":0}").isLost(2)).isTrue();
  }

  @Test
  void believesInsertsSnapshotsAndFullIdentity() {
    for (String op : List.of("c", "r")) {
      assertThat(after(op, "1.9.8.Final", false, null).isComplete()).as(op).isTrue();
    }
    assertThat(after("u", "1.9.8.Final", true, null).isComplete()).isTrue();
  }

  @Test
  void believesLaterDebeziumsWhereTheyHaveAPlaceholder() {
    RowImage after = after("u", "3.7.0.Final", false, null);

    assertThat(after.unavailableColumns()).containsExactly("moods", "weights");
    assertThat(after.isLost(4)).isTrue();
    assertThat(after("u", "3.7.0.Final", true, null).isComplete()).isTrue();
  }

  @Test
  void believesARepairedDebezium() {
    assertThat(after("u", "3.7.0.Final-tributary", false, null).isComplete()).isTrue();
  }

  private static RowImage after(
      String op, String version, boolean fullIdentity, @Nullable String oldKey) {
    TableDescription description =
        new TableDescription(
            TABLE,
            COLUMNS,
            List.of("id"),
            fullIdentity,
            Set.of(),
            Set.of(),
            Set.of("moods"),
            false);
    String value =
        """
        {"op":"%s","ts_ms":1,"before":null,"after":{"id":1,"note":null,"tags":null,"moods":null,"weights":null},
         "source":{"version":"%s","schema":"public","table":"t","lsn":8,"ts_ms":1,
                   "snapshot":"false","sequence":"[null,\\"8\\"]"}}"""
            .formatted(op, version);
    RawRecord record =
        new RawRecord(
            new Origin("app.public.t", 0, 0),
            1,
            utf8("{\"id\":1}"),
            utf8(value),
            oldKey == null
                ? List.of()
                : List.of(new RawRecord.Header("__debezium.oldkey", utf8(oldKey))));
    Decoded decoded = ChangeEventDecoder.of(Map.of(TABLE, description)).decode(record);
    assertThat(decoded).isInstanceOf(Decoded.Change.class);
    return Objects.requireNonNull(((Decoded.Change) decoded).event().after());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
