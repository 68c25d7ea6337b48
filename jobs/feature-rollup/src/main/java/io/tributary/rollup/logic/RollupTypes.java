package io.tributary.rollup.logic;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import io.tributary.rollup.logic.aggregate.Kept;
import io.tributary.rollup.logic.aggregate.ValueType;
import io.tributary.rollup.logic.row.ColumnRef;
import io.tributary.rollup.logic.row.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What values a rollup has, over a table in which it is found.
 *
 * @param entity the kinds of the entity's columns, in their order
 * @param values by result, in the order of the definition
 */
public record RollupTypes(List<Kind> entity, Map<String, ValueType> values) {

  /** The types of a rollup that fits its table, and {@link Rollup#isFoundIn} it. */
  public static RollupTypes of(Rollup rollup, RowSchema table) {
    List<Kind> entity = new ArrayList<>();
    for (String column : rollup.entity()) {
      entity.add(ColumnRef.of(column).kind(table, RowReader.ENTITY));
    }
    Map<String, ValueType> values = new LinkedHashMap<>();
    for (Feature feature : rollup.features()) {
      ValueType type = feature.function().type(input(feature, table));
      feature.windows().forEach(window -> values.put(feature.field(window), type));
    }
    return new RollupTypes(entity, values);
  }

  private static Kind input(Feature feature, RowSchema table) {
    if (feature.input() == null) {
      return Kind.BIGINT;
    }
    Kept kept = Objects.requireNonNull(feature.function().kept());
    return ColumnRef.of(feature.input()).kind(table, Use.of(kept::accepts));
  }
}
