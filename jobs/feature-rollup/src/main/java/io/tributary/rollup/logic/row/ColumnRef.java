package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A column, {@code user_id}, or a value inside of a json or jsonb one, {@code
 * properties.items.0.id}: keys of objects and positions in arrays, from 0, or from the end as -1. A
 * column whose own name has the dots prevails.
 *
 * @param name as the pipeline's file has it
 * @param head the part before the first dot
 * @param path the parts after it; empty without dots
 */
public record ColumnRef(String name, String head, List<String> path) implements Serializable {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$.-]*");

  public ColumnRef {
    path = List.copyOf(path);
  }

  public static ColumnRef of(String name) {
    List<String> steps = List.of(name.split("\\.", -1));
    return steps.get(0).isEmpty()
        ? new ColumnRef(name, name, List.of())
        : new ColumnRef(name, steps.get(0), steps.subList(1, steps.size()));
  }

  /** The columns among which the table's description finds the one that is meant. */
  public List<String> columns() {
    return path.isEmpty() ? List.of(name) : List.of(name, head);
  }

  /** The index of the column to read, or -1 where there is none. */
  public int indexIn(RowSchema schema) {
    int index = schema.indexOf(name);
    return index >= 0 || path.isEmpty() ? index : schema.indexOf(head);
  }

  /** Whether the value is one inside of the column. */
  public boolean isInside(RowSchema schema) {
    return !path.isEmpty() && schema.indexOf(name) < 0;
  }

  /** The kind of the column that is read, which there must be. */
  public Kind columnKind(RowSchema schema) {
    return schema.column(indexIn(schema)).type().kind();
  }

  /** The kind of the values that a use gets from a column that {@link #fits} it. */
  public Kind kind(RowSchema schema, Use use) {
    return isInside(schema) ? use.insideJson() : columnKind(schema);
  }

  /** Whether a column that there is can be used so. */
  public boolean fits(RowSchema schema, Use use) {
    return fits(columnKind(schema), schema, use);
  }

  /** The same where the column's kind is at hand. */
  boolean fits(Kind column, RowSchema schema, Use use) {
    return isInside(schema)
        ? column == Kind.JSON && use.accepts(use.insideJson())
        : use.accepts(column);
  }

  /** The name, in double quotes where it has more than letters, digits, dots and the like. */
  @Override
  public String toString() {
    return PLAIN.matcher(name).matches() ? name : SqlText.name(name);
  }
}
