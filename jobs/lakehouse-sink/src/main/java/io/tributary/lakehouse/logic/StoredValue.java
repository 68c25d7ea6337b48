package io.tributary.lakehouse.logic;

import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as the lake holds it: days since 1970 for a date, microseconds for times and timestamps,
 * {@link ByteBuffer} for bytes, and the value itself for the rest.
 *
 * <p>What the stored type cannot hold without loss is {@link #MISFIT}: NaN in a decimal, infinite
 * dates, 24:00, and values of another type after a column has changed its type in a way that the
 * table cannot follow.
 */
public final class StoredValue {

  /** Stands for a value that the stored type cannot hold. */
  public static final Object MISFIT = new Object();

  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long SECOND_MICROS = 1_000_000L;

  private StoredValue() {}

  /**
   * A value in its stored form, or {@link #MISFIT}.
   *
   * @param stored what the table's column holds, one of {@link StoredTypes}
   * @param source what the value is
   */
  public static Object of(ColumnType stored, ColumnType source, Object value) {
    return switch (stored.kind()) {
      case BOOLEAN -> instance(Boolean.class, value);
      case INTEGER -> instance(Integer.class, value);
      case BIGINT -> bigint(source, value);
      case REAL -> instance(Float.class, value);
      case DOUBLE -> real(source, value);
      case NUMERIC -> decimal(stored, value);
      case BYTES -> value instanceof Bytes bytes ? ByteBuffer.wrap(bytes.toArray()) : MISFIT;
      case DATE -> value instanceof LocalDate date ? days(date) : MISFIT;
      case TIME -> source.kind() == ColumnType.Kind.TIME ? time((Long) value) : MISFIT;
      case TIMESTAMP -> value instanceof LocalDateTime at ? micros(at) : MISFIT;
      case TIMESTAMPTZ -> value instanceof Instant at ? micros(at) : MISFIT;
      case ARRAY -> array(stored, source, value);
      case HSTORE -> instance(Map.class, value);
      default -> CanonicalText.of(source, value);
    };
  }

  /** Microseconds since 1970 UTC, which {@code timestamptz} columns hold. */
  public static long microsOf(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), SECOND_MICROS), instant.getNano() / 1000);
  }

  private static Object instance(Class<?> stored, Object value) {
    return stored.isInstance(value) ? value : MISFIT;
  }

  private static Object bigint(ColumnType source, Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    return source.kind() == ColumnType.Kind.BIGINT ? value : MISFIT;
  }

  private static Object real(ColumnType source, Object value) {
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    return source.kind() == ColumnType.Kind.DOUBLE ? value : MISFIT;
  }

  private static Object decimal(ColumnType stored, Object value) {
    if (!(value instanceof BigDecimal number)) {
      return MISFIT;
    }
    BigDecimal exact = number;
    if (number.scale() != stored.scale()) {
      if (number.stripTrailingZeros().scale() > stored.scale()) {
        return MISFIT;
      }
      exact = number.setScale(stored.scale());
    }
    return exact.precision() <= stored.precision() ? exact : MISFIT;
  }

  private static Object days(LocalDate date) {
    long days = date.toEpochDay();
    boolean infinite = date.equals(LocalDate.MIN) || date.equals(LocalDate.MAX);
    return infinite || days != (int) days ? MISFIT : (Object) (int) days;
  }

  private static Object time(long micros) {
    return micros < DAY_MICROS ? (Object) micros : MISFIT;
  }

  private static Object micros(LocalDateTime at) {
    boolean infinite = at.equals(LocalDateTime.MIN) || at.equals(LocalDateTime.MAX);
    return infinite ? MISFIT : micros(at.toInstant(ZoneOffset.UTC));
  }

  private static Object micros(Instant at) {
    boolean infinite = at.equals(Instant.MIN) || at.equals(Instant.MAX);
    if (infinite || !at.equals(at.truncatedTo(ChronoUnit.MICROS))) {
      return MISFIT;
    }
    try {
      return microsOf(at);
    } catch (ArithmeticException e) {
      return MISFIT;
    }
  }

  private static Object array(ColumnType stored, ColumnType source, Object value) {
    if (source.kind() != ColumnType.Kind.ARRAY) {
      return MISFIT;
    }
    ColumnType storedElement = StoredTypes.elementOf(stored);
    ColumnType sourceElement = StoredTypes.elementOf(source);
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : (List<?>) value) {
      Object fitted = element == null ? null : of(storedElement, sourceElement, element);
      if (fitted == MISFIT) {
        return MISFIT;
      }
      elements.add(fitted);
    }
    return elements;
  }
}
