package io.tributary.rollup.logic;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.aggregate.Json;
import io.tributary.rollup.logic.row.Leaf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The definition of features, evaluated over all rows of a table as it is written down: no tiles,
 * no groups, no increments.
 */
final class Definition {

  private Definition() {}

  /** The features of every entity that has any, by entity as in Redis keys. */
  static Map<String, Map<String, String>> evaluate(
      Rollup rollup, Collection<RowImage> table, Instant at) {
    Map<String, List<RowImage>> rowsByEntity = new TreeMap<>();
    for (RowImage row : table) {
      String entity = entity(rollup, row);
      if (entity != null) {
        rowsByEntity.computeIfAbsent(entity, any -> new ArrayList<>()).add(row);
      }
    }
    Map<String, Map<String, String>> features = new TreeMap<>();
    rowsByEntity.forEach(
        (entity, rows) -> {
          Map<String, String> values = features(rollup, rows, at);
          if (!values.isEmpty()) {
            features.put(entity, values);
          }
        });
    return features;
  }

  private static @Nullable String entity(Rollup rollup, RowImage row) {
    List<String> values = new ArrayList<>();
    for (String column : rollup.entity()) {
      Object value = row.value(column);
      if (value == null) {
        return null;
      }
      values.add(value.toString().replace("\\", "\\\\").replace("|", "\\|"));
    }
    return String.join("|", values);
  }

  private static Map<String, String> features(Rollup rollup, List<RowImage> rows, Instant at) {
    Map<String, String> values = new LinkedHashMap<>();
    String eventTime = Objects.requireNonNull(rollup.eventTime());
    boolean anyRow = false;
    for (Feature feature : rollup.features()) {
      for (FeatureWindow window : feature.windows()) {
        Predicate<RowImage> counts =
            row -> accepts(feature, row) && isIn(window, row.value(eventTime), at);
        List<RowImage> counted = rows.stream().filter(counts).toList();
        anyRow |= !counted.isEmpty();
        values.put(feature.field(window), value(feature, counted));
      }
    }
    return anyRow ? values : Map.of();
  }

  private static boolean accepts(Feature feature, RowImage row) {
    return feature.where().leaves().allMatch(leaf -> holds(leaf, row));
  }

  /** Whether a column equals the constant, or is NULL where there is none. */
  private static boolean holds(Leaf leaf, RowImage row) {
    Object value = row.value(leaf.column().name());
    return leaf.constants().isEmpty()
        ? value == null
        : value != null && leaf.text().endsWith(" = " + text(value));
  }

  private static String text(Object value) {
    return value instanceof String ? "'" + value + "'" : value.toString();
  }

  /** {@code event_time >= date_bin(tile, T - window) AND event_time < date_bin(tile, T) + tile}. */
  private static boolean isIn(FeatureWindow window, @Nullable Object value, Instant at) {
    Instant eventTime = value instanceof LocalDateTime local ? utc(local) : (Instant) value;
    if (eventTime == null) {
      return false;
    }
    long tile = window.tileMillis();
    Instant to = bin(at, tile).plusMillis(tile);
    return eventTime.isBefore(to)
        && (window.isLifetime() || !eventTime.isBefore(bin(at.minusMillis(window.millis()), tile)));
  }

  private static Instant utc(LocalDateTime local) {
    if (local.equals(LocalDateTime.MAX)) {
      return Instant.MAX;
    }
    return local.equals(LocalDateTime.MIN) ? Instant.MIN : local.toInstant(ZoneOffset.UTC);
  }

  private static Instant bin(Instant moment, long tileMillis) {
    BigInteger nanos =
        BigInteger.valueOf(moment.getEpochSecond())
            .multiply(BigInteger.valueOf(1_000_000_000))
            .add(BigInteger.valueOf(moment.getNano()));
    BigInteger tile = BigInteger.valueOf(tileMillis).multiply(BigInteger.valueOf(1_000_000));
    BigInteger[] quotient =
        nanos.subtract(nanos.mod(tile)).divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Instant.ofEpochSecond(quotient[0].longValueExact(), quotient[1].longValueExact());
  }

  private static String value(Feature feature, List<RowImage> rows) {
    String input = feature.input();
    if (input == null) {
      return String.valueOf(rows.size());
    }
    BigDecimal sum = BigDecimal.ZERO;
    double odd = 0;
    for (RowImage row : rows) {
      Object value = row.value(input);
      if (value instanceof Double number && !Double.isFinite(number)) {
        odd += number;
      } else if (value != null) {
        sum =
            sum.add(
                value instanceof Double number
                    ? new BigDecimal(number)
                    : new BigDecimal(value.toString()));
      }
    }
    if (odd != 0) {
      return String.valueOf(odd);
    }
    return Json.number(input.equals("score") ? (Number) sum.doubleValue() : sum);
  }
}
