package io.tributary.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The columns of a {@link RowImage}, in the table's order. Schemas are shared by the images of many
 * rows; compare with {@code equals}.
 */
public final class RowSchema implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A column's name and type.
   *
   * @param attribute PostgreSQL's number of the column in its table, which a rename does not change
   *     and which is never used again; 0 where it is not known
   */
  public record Column(String name, ColumnType type, int attribute) implements Serializable {

    /** A column whose number is not known. */
    public Column(String name, ColumnType type) {
      this(name, type, 0);
    }
  }

  private final List<Column> columns;
  private final Map<String, Integer> indexes;

  private RowSchema(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.indexes = new HashMap<>(columns.size() * 2);
    for (int i = 0; i < columns.size(); i++) {
      if (indexes.put(columns.get(i).name(), i) != null) {
        throw new IllegalArgumentException("column " + columns.get(i).name() + " appears twice");
      }
    }
  }

  public static RowSchema of(List<Column> columns) {
    return new RowSchema(columns);
  }

  public static RowSchema of(Column... columns) {
    return new RowSchema(List.of(columns));
  }

  public List<Column> columns() {
    return columns;
  }

  public int size() {
    return columns.size();
  }

  public Column column(int index) {
    return columns.get(index);
  }

  /** The index of a column, or -1 where the schema has none of that name. */
  public int indexOf(String column) {
    Integer index = indexes.get(column);
    return index == null ? -1 : index;
  }

  /** The schema of the columns whose names are wanted, in this schema's order. */
  public RowSchema keeping(Predicate<String> wanted) {
    List<Column> kept = new ArrayList<>();
    for (Column column : columns) {
      if (wanted.test(column.name())) {
        kept.add(column);
      }
    }
    return kept.size() == columns.size() ? this : new RowSchema(kept);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof RowSchema schema && columns.equals(schema.columns));
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return columns.toString();
  }
}
