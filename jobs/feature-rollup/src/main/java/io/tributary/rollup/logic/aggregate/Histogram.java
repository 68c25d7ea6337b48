package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How many numbers lie below the first bound, from each bound up to the next, and from the last one
 * on, where NaN is. NULL is none; of no numbers there is no histogram.
 *
 * @param bounds ascending
 */
record Histogram(List<BigDecimal> bounds) implements Function, Kept {

  Histogram {
    bounds = List.copyOf(bounds);
  }

  @Override
  public String key() {
    return "histogram";
  }

  @Override
  public Kept kept() {
    return this;
  }

  @Override
  public AggregateKind kind() {
    return AggregateKind.COUNTERS;
  }

  @Override
  public String definition() {
    return bounds.stream()
        .map(bound -> bound.stripTrailingZeros().toPlainString())
        .collect(Collectors.joining(",", "HISTOGRAM[", "]"));
  }

  @Override
  public boolean accepts(ColumnType.Kind input) {
    return Kept.isNumber(input);
  }

  @Override
  public Aggregate ofRow(RowInput row) {
    Object input = row.value();
    if (input == null) {
      return Counters.ofNull();
    }
    int part = 0;
    while (part < bounds.size() && !isBelow((Number) input, bounds.get(part))) {
      part++;
    }
    return Counters.of(part);
  }

  /** Binary numbers are compared with the binary number that a bound is nearest to, as in SQL. */
  private static boolean isBelow(Number input, BigDecimal bound) {
    if (input instanceof Double || input instanceof Float) {
      return input.doubleValue() < bound.doubleValue();
    }
    BigDecimal number =
        input instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(input.longValue());
    return number.compareTo(bound) < 0;
  }

  @Override
  public Shown shown(Held held) {
    Counters parts = (Counters) held.total(0);
    if (parts.counted() == 0) {
      return Shown.ABSENT;
    }
    List<String> counts = new ArrayList<>();
    for (int part = 0; part <= bounds.size(); part++) {
      counts.add(Long.toString(parts.count(part)));
    }
    return Shown.of(Json.list(counts));
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.WHOLE.list();
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    FunctionSql source = sources.get(0);
    String input = source.number();
    List<String> counts = new ArrayList<>();
    for (int part = 0; part <= bounds.size(); part++) {
      String from = part == 0 ? "" : input + " >= " + bounds.get(part - 1).toPlainString();
      String to = part == bounds.size() ? "" : input + " < " + bounds.get(part).toPlainString();
      String and = from.isEmpty() || to.isEmpty() ? "" : " AND ";
      counts.add("count(*)" + source.filterAnd(from + and + to));
    }
    return "CASE WHEN count("
        + input
        + ")"
        + source.filter()
        + " > 0 THEN to_json(ARRAY["
        + String.join(", ", counts)
        + "]) END";
  }
}
