package io.tributary.lakehouse;

import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of every kind, the extreme ones more often than their share. */
final class RandomValues {

  private static final long SECONDS_OF_TEN_MILLENNIA = 315_569_520_000L;
  private static final String CHARACTERS = "aZ09 \"'\\,{}[]|\n\tß€𝄞";

  private final Random random;

  RandomValues(long seed) {
    this.random = new Random(seed);
  }

  @Nullable Object value(ColumnType type) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> extreme(type);
      default -> ordinary(type);
    };
  }

  private Object ordinary(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (int) (short) random.nextInt();
      case INTEGER -> random.nextInt();
      case BIGINT -> random.nextLong();
      case REAL -> random.nextFloat() * random.nextInt();
      case DOUBLE -> random.nextDouble() * random.nextLong();
      case NUMERIC -> decimal(type);
      case TEXT, JSON, UUID, INTERVAL -> text();
      case BITS -> Integer.toBinaryString(random.nextInt());
      case BYTES -> bytes();
      case DATE -> LocalDate.ofEpochDay(random.nextInt(2_000_000) - 1_000_000);
      case TIME -> (long) (random.nextDouble() * 86_400_000_000L);
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
      case TIMESTAMPTZ -> instant();
      case ARRAY -> array(type);
      case HSTORE -> hstore();
    };
  }

  private Object extreme(ColumnType type) {
    return switch (type.kind()) {
      case BIGINT -> Long.MIN_VALUE;
      case REAL -> Float.NEGATIVE_INFINITY;
      case DOUBLE, NUMERIC -> Double.NaN;
      case DATE -> random.nextBoolean() ? LocalDate.MAX : LocalDate.of(5874897, 12, 31);
      case TIME -> 86_400_000_000L;
      case TIMESTAMP -> random.nextBoolean() ? LocalDateTime.MIN : LocalDateTime.MAX;
      case TIMESTAMPTZ -> random.nextBoolean() ? Instant.MAX : Instant.MIN;
      case TEXT -> "";
      case ARRAY -> List.of();
      default -> ordinary(type);
    };
  }

  private BigDecimal decimal(ColumnType type) {
    int digits = type.precision() == 0 ? 60 : type.precision();
    BigInteger unscaled = new BigInteger((int) (digits * 3.3), random);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
  }

  private Instant instant() {
    long seconds = (long) ((random.nextDouble() - 0.5) * 2 * SECONDS_OF_TEN_MILLENNIA);
    return Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L);
  }

  private String text() {
    int[] characters = CHARACTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  private Bytes bytes() {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return Bytes.copyOf(bytes);
  }

  private List<@Nullable Object> array(ColumnType type) {
    ColumnType element = type.element();
    if (element == null) {
      throw new IllegalArgumentException("an array type names its element type");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value(element));
    }
    return values;
  }

  private Map<String, @Nullable String> hstore() {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), random.nextBoolean() ? text() : null);
    }
    return map;
  }
}
