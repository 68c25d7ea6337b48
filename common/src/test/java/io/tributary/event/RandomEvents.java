package io.tributary.event;

import io.tributary.event.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes events of every kind of value, the extremes often, the same for the same seed. */
final class RandomEvents {

  private static final String[] TEXTS = {
    "", "a", "|\\", "é\u0000", "\uD83D\uDE00", "x".repeat(70_000)
  };

  private final Random random;

  RandomEvents(long seed) {
    this.random = new Random(seed);
  }

  ChangeEvent event() {
    RowSchema schema = schema();
    return new ChangeEvent(
        new TableId("public", "t" + random.nextInt(3)),
        pick(Op.values()),
        random.nextBoolean() ? key() : null,
        random.nextBoolean() ? image(schema) : null,
        random.nextBoolean() ? image(schema) : null,
        random.nextInt(4) == 0 ? key() : null,
        position(),
        random.nextBoolean() ? random.nextLong() : null,
        pick(SnapshotKind.values()),
        random.nextLong(),
        new Origin("app.public.t", random.nextInt(12), random.nextLong()));
  }

  private SourcePosition position() {
    return new SourcePosition(
        random.nextInt(),
        random.nextLong(),
        random.nextBoolean(),
        random.nextLong(),
        random.nextLong(),
        pick(Op.values()));
  }

  private RowKey key() {
    RowSchema schema = RowSchema.of(new RowSchema.Column("id", ColumnType.of(Kind.BIGINT)));
    return new RowKey(RowImage.of(schema).set("id", random.nextLong()).build());
  }

  RowSchema schema() {
    List<RowSchema.Column> columns = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      columns.add(new RowSchema.Column("c" + i, type(2)));
    }
    return RowSchema.of(columns);
  }

  private ColumnType type(int depth) {
    Kind kind = pick(Kind.values());
    if (kind == Kind.ARRAY) {
      return depth == 0 ? ColumnType.of(Kind.TEXT) : ColumnType.arrayOf(type(depth - 1));
    }
    return new ColumnType(kind, random.nextInt(100_000_000), random.nextInt(2000) - 1000, null);
  }

  RowImage image(RowSchema schema) {
    RowImage.Builder image = RowImage.of(schema);
    for (int i = 0; i < schema.size(); i++) {
      switch (random.nextInt(8)) {
        case 0 -> image.set(i, null);
        case 1 -> image.lose(i);
        case 2 -> {
          // Stays unavailable.
        }
        default -> image.set(i, value(schema.column(i).type()));
      }
    }
    return image.build();
  }

  Object value(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (int) (short) random.nextInt();
      case INTEGER -> random.nextInt();
      case BIGINT -> random.nextLong();
      case REAL -> random.nextInt(3) == 0 ? Float.NaN : random.nextFloat();
      case DOUBLE -> random.nextInt(3) == 0 ? -0.0d : random.nextGaussian();
      case NUMERIC -> numeric();
      case TEXT, JSON, UUID, INTERVAL, BITS -> pick(TEXTS);
      case BYTES -> Bytes.copyOf(pick(TEXTS).getBytes(StandardCharsets.UTF_8));
      case DATE -> date();
      case TIME -> 86_400_000_000L;
      case TIMESTAMP -> timestamp();
      case TIMESTAMPTZ -> instant();
      case ARRAY -> array(type);
      case HSTORE -> map();
    };
  }

  private Object numeric() {
    if (random.nextInt(4) == 0) {
      return pick(new Double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
    }
    return new BigDecimal(new BigInteger(random.nextInt(300), random), random.nextInt(40))
        .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
  }

  private LocalDate date() {
    return pick(new LocalDate[] {LocalDate.MIN, LocalDate.MAX, LocalDate.EPOCH});
  }

  private LocalDateTime timestamp() {
    LocalDateTime some = LocalDateTime.of(-43, 3, 15, 23, 59, 59, 123_456_000);
    return pick(new LocalDateTime[] {LocalDateTime.MIN, LocalDateTime.MAX, some});
  }

  private Instant instant() {
    Instant some = Instant.parse("1969-12-31T23:59:59.999999Z");
    return pick(new Instant[] {Instant.MIN, Instant.MAX, some});
  }

  private List<@Nullable Object> array(ColumnType type) {
    ColumnType element = java.util.Objects.requireNonNull(type.element());
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(random.nextInt(3) == 0 ? null : value(element));
    }
    return values;
  }

  private Map<String, @Nullable String> map() {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.put("k" + i, random.nextBoolean() ? null : pick(TEXTS));
    }
    return map;
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
