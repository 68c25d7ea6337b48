package io.tributary.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An image of bytes is what an image of objects would be. */
class PackedImagePropertyTest {

  /** Another run of the same property: {@code -Dtributary.seed=...}. */
  private static final long SEED = Long.getLong("tributary.seed", 20_260_228L);

  private static final int ROUNDS = 3_000;
  private static final Object UNCHANGED = "unchanged";
  private static final Object LOST = "lost";

  private final Random random = new Random(SEED);
  private final RandomEvents events = new RandomEvents(SEED);

  /** What an image holds, as a list of values and of the two words for what is no value. */
  private static List<@Nullable Object> held(RowImage image) {
    List<@Nullable Object> held = new ArrayList<>();
    for (int i = 0; i < image.schema().size(); i++) {
      if (image.isUnavailable(i)) {
        held.add(image.isLost(i) ? LOST : UNCHANGED);
      } else {
        held.add(List.of(java.util.Optional.ofNullable(image.value(i))));
      }
    }
    return held;
  }

  private List<@Nullable Object> values(RowSchema schema) {
    List<@Nullable Object> values = new ArrayList<>();
    for (RowSchema.Column column : schema.columns()) {
      switch (random.nextInt(6)) {
        case 0 -> values.add(null);
        case 1 -> values.add(UNCHANGED);
        case 2 -> values.add(LOST);
        default -> values.add(events.value(column.type()));
      }
    }
    return values;
  }

  private static RowImage image(RowSchema schema, List<@Nullable Object> values) {
    RowImage.Builder image = RowImage.of(schema);
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == LOST) {
        image.lose(i);
      } else if (values.get(i) != UNCHANGED) {
        image.set(i, values.get(i));
      }
    }
    return image.build();
  }

  @Test
  void holdsWhatItWasGiven() {
    ColumnValues read = new ColumnValues(RowImage.unavailable(RowSchema.of()));
    for (int round = 0; round < ROUNDS; round++) {
      RowSchema schema = events.schema();
      List<@Nullable Object> values = values(schema);
      RowImage image = image(schema, values);
      read.open(image);
      for (int i = 0; i < values.size(); i++) {
        String which = "seed %d, round %d, %s".formatted(SEED, round, schema.column(i));
        Object value = values.get(i);
        assertThat(image.isLost(i)).as(which).isEqualTo(value == LOST);
        assertThat(image.isUnavailable(i)).as(which).isEqualTo(value == LOST || value == UNCHANGED);
        if (!image.isUnavailable(i)) {
          assertThat(image.value(i)).as(which).isEqualTo(value);
          assertThat(read.value(i)).as(which).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void isEqualExactlyIfWhatItHoldsIs() {
    int equal = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ColumnType type = events.schema().column(0).type();
      RowSchema schema = RowSchema.of(new RowSchema.Column("c", type));
      RowImage one = image(schema, values(schema));
      RowImage other = image(schema, values(schema));
      boolean same = held(one).equals(held(other));
      assertThat(one.equals(other))
          .as("seed %d, round %d, %s, %s and %s", SEED, round, schema, held(one), held(other))
          .isEqualTo(same);
      if (same) {
        equal++;
        assertThat(one.hashCode()).isEqualTo(other.hashCode());
      }
    }
    assertThat(equal).isPositive();
  }

  @Test
  void isFilledFromAnEarlierImageWhereItLacksAColumn() {
    for (int round = 0; round < ROUNDS; round++) {
      RowSchema schema = events.schema();
      RowSchema others = random.nextBoolean() ? schema : shuffled(schema);
      RowImage later = image(schema, values(schema));
      RowImage earlier = image(others, values(others));
      List<@Nullable Object> expected = held(later);
      for (int i = 0; i < expected.size(); i++) {
        String name = schema.column(i).name();
        if (expected.get(i) == UNCHANGED && earlier.knows(name)) {
          expected.set(i, held(earlier).get(others.indexOf(name)));
        }
      }
      assertThat(held(later.filledFrom(earlier)))
          .as("seed %d, round %d, %s from %s", SEED, round, schema, others)
          .isEqualTo(expected);
    }
  }

  private RowSchema shuffled(RowSchema schema) {
    List<RowSchema.Column> columns = new ArrayList<>(schema.columns());
    java.util.Collections.shuffle(columns, random);
    return RowSchema.of(columns.subList(0, random.nextInt(columns.size() + 1)));
  }

  @Test
  void isReducedToSomeColumns() {
    for (int round = 0; round < ROUNDS; round++) {
      RowSchema schema = events.schema();
      RowSchema kept = schema.keeping(name -> name.hashCode() % 2 == 0);
      RowImage image = image(schema, values(schema));
      List<@Nullable Object> expected = new ArrayList<>();
      kept.columns().forEach(each -> expected.add(held(image).get(schema.indexOf(each.name()))));
      RowImage reduced = image.keeping(name -> name.hashCode() % 2 == 0);
      assertThat(held(reduced)).as("seed %d, round %d", SEED, round).isEqualTo(expected);
      assertThat(reduced.schema()).isSameAs(kept);
    }
  }

  @Test
  void takesTheValueOfAWidenedIntegerAndNoneOfAnotherType() {
    RowSchema wide = RowSchema.of(new RowSchema.Column("c", ColumnType.of(Kind.BIGINT)));
    RowSchema narrow = RowSchema.of(new RowSchema.Column("c", ColumnType.of(Kind.INTEGER)));
    RowSchema text = RowSchema.of(new RowSchema.Column("c", ColumnType.of(Kind.TEXT)));

    assertThat(RowImage.unavailable(wide).filledFrom(image(narrow, List.of(-7))).value(0))
        .isEqualTo(-7L);
    assertThat(RowImage.unavailable(wide).filledFrom(image(text, List.of("7"))).isComplete())
        .isFalse();
  }

  @Test
  void writesEachKindAsEarlierBuildsDid() {
    ColumnType texts = ColumnType.arrayOf(ColumnType.of(Kind.TEXT));
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("bb", null);
    map.put("a", "1");
    List<String> written = new ArrayList<>();
    written.add(hex(ColumnType.of(Kind.BOOLEAN), true));
    written.add(hex(ColumnType.of(Kind.SMALLINT), -1));
    written.add(hex(ColumnType.of(Kind.INTEGER), 300));
    written.add(hex(ColumnType.of(Kind.BIGINT), Long.MIN_VALUE));
    written.add(hex(ColumnType.of(Kind.REAL), 1.5f));
    written.add(hex(ColumnType.of(Kind.DOUBLE), -0.0d));
    written.add(hex(ColumnType.numeric(0, 0), new BigDecimal("-12.50")));
    written.add(hex(ColumnType.numeric(0, 0), new BigDecimal("18446744073709551616")));
    written.add(hex(ColumnType.numeric(0, 0), Double.NaN));
    written.add(hex(ColumnType.of(Kind.TEXT), "é"));
    written.add(hex(ColumnType.of(Kind.JSON), "{}"));
    written.add(hex(ColumnType.of(Kind.UUID), "00000000-0000-0000-0000-000000000000"));
    written.add(hex(ColumnType.of(Kind.BYTES), Bytes.copyOf(new byte[] {0, 1, -1})));
    written.add(hex(ColumnType.of(Kind.DATE), LocalDate.of(2026, 2, 28)));
    written.add(hex(ColumnType.of(Kind.DATE), LocalDate.MAX));
    written.add(hex(ColumnType.of(Kind.TIME), 86_400_000_000L));
    written.add(hex(ColumnType.of(Kind.TIMESTAMP), LocalDateTime.of(2026, 2, 28, 12, 0, 0, 1000)));
    written.add(hex(ColumnType.of(Kind.TIMESTAMP), LocalDateTime.MIN));
    written.add(hex(ColumnType.of(Kind.TIMESTAMPTZ), Instant.parse("1969-12-31T23:59:59.9Z")));
    written.add(hex(ColumnType.of(Kind.TIMESTAMPTZ), Instant.ofEpochSecond(1, 1)));
    written.add(hex(ColumnType.of(Kind.INTERVAL), "P1D"));
    written.add(hex(ColumnType.of(Kind.BITS), "0101"));
    written.add(hex(texts, java.util.Arrays.asList("a", null)));
    written.add(hex(ColumnType.of(Kind.HSTORE), map));

    assertThat(written).containsExactly(GOLDEN);
  }

  private static String hex(ColumnType type, Object value) {
    RowSchema schema = RowSchema.of(new RowSchema.Column("c", type));
    return HexFormat.of().formatHex(RowImage.of(schema).set(0, value).build().packed());
  }

  private static final String[] GOLDEN = {
    "0301",
    "0301",
    "03d804",
    "03ffffffffffffffffff01",
    "033fc00000",
    "038000000000000000",
    "0309c313",
    "030209010000000000000000",
    "03007ff8000000000000",
    "0302c3a9",
    "03027b7d",
    "032430303030303030302d303030302d303030302d303030302d303030303030303030303030",
    "03030001ff",
    "03c0c002",
    "03eea3daa1a115",
    "038080bbdd8305",
    "038480fbfac5f0cb0c",
    "03fdb796b7faf79ce00100",
    "03ffb418",
    "030601",
    "0303503144",
    "030430313031",
    "03050201016100",
    "030a02016101013102626200"
  };
}
