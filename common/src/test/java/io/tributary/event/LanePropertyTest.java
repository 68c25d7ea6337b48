package io.tributary.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A lane is of one row: those of different rows differ, whatever is in names and keys. {@code
 * -Dtributary.seed} sets the seed that a failure names.
 */
class LanePropertyTest {

  private static final String[] PIECES = {
    "a", "b", ".", "/", "\\", "|", ",", "N", "\\N", "", "[", "]", "null", ", ", "é"
  };
  private static final ColumnType TEXT = ColumnType.of(Kind.TEXT);
  private static final ColumnType TEXTS = ColumnType.arrayOf(TEXT);

  /** The key's shapes that a table can have; each table has one of them, told by its name. */
  private static final List<RowSchema> SHAPES =
      List.of(
          schema(TEXT),
          schema(TEXT, TEXT),
          schema(ColumnType.of(Kind.SMALLINT)),
          schema(ColumnType.of(Kind.BIGINT)),
          schema(ColumnType.of(Kind.BIGINT), TEXT),
          schema(TEXTS),
          schema(TEXTS, TEXT),
          schema(ColumnType.arrayOf(TEXTS)),
          schema(ColumnType.of(Kind.HSTORE), TEXT));

  private record Row(TableId table, @Nullable RowKey key) {}

  @Test
  void areDifferentForDifferentRowsAndEqualForOne() {
    long seed = Long.getLong("tributary.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, Row> rows = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      Row row = row(random);
      String lane = Lane.of(row.table(), row.key());
      assertThat(rows.putIfAbsent(lane, row))
          .as("lane %s, -Dtributary.seed=%d", lane, seed)
          .isIn(null, row);
      assertThat(Lane.tablePart(lane)).isEqualTo(Lane.of(row.table()));
      assertThat(Lane.bytesOf(row.table(), row.key())).asString(UTF_8).isEqualTo(lane);
      if (row.key() != null) {
        assertThat(lane).isEqualTo(Lane.of(row.table()) + "/" + row.key().text());
      }
    }
    assertThat(rows).hasSizeLessThan(200_000);
  }

  @Test
  void ofOrdinaryNamesReadsAsTheyDo() {
    RowImage key = RowImage.of(SHAPES.get(1)).set(0, "42").set(1, "web/x").build();
    assertThat(Lane.of(new TableId("public", "users"), new RowKey(key)))
        .isEqualTo("public.users/42|web/x");
  }

  private static Row row(Random random) {
    TableId table = new TableId(name(random), name(random));
    if (random.nextInt(10) == 0) {
      return new Row(table, null);
    }
    RowSchema shape = SHAPES.get(Math.floorMod(table.hashCode(), SHAPES.size()));
    RowImage.Builder key = RowImage.of(shape);
    for (int i = 0; i < shape.size(); i++) {
      key.set(i, value(shape.column(i).type(), random));
    }
    return new Row(table, new RowKey(key.build()));
  }

  private static @Nullable Object value(ColumnType type, Random random) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    if (type.kind() == Kind.SMALLINT) {
      return random.nextInt(7) - 3;
    } else if (type.kind() == Kind.BIGINT) {
      return random.nextLong() >> random.nextInt(Long.SIZE);
    } else if (type.kind() == Kind.HSTORE) {
      Map<String, @Nullable String> map = new HashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        map.put(text(random), random.nextInt(4) == 0 ? null : text(random));
      }
      return map;
    } else if (type.element() == null) {
      return text(random);
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      elements.add(value(type.element(), random));
    }
    return elements;
  }

  private static String name(Random random) {
    String name = text(random);
    return name.isEmpty() ? "t" : name;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static RowSchema schema(ColumnType... types) {
    RowSchema.Column[] columns = new RowSchema.Column[types.length];
    for (int i = 0; i < types.length; i++) {
      columns[i] = new RowSchema.Column("k" + i, types[i]);
    }
    return RowSchema.of(columns);
  }
}
