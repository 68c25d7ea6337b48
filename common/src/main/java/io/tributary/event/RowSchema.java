package io.tributary.event;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  private transient byte @Nullable [] encoded;
  private transient @Nullable Kept lastKept;

  /** Some of the columns, and which they are. */
  private record Kept(BitSet indexes, RowSchema schema) {}

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

  /**
   * The schema of the columns whose names are wanted, in this schema's order; for the same columns
   * as the last time it is the same object.
   */
  public RowSchema keeping(Predicate<String> wanted) {
    BitSet kept = new BitSet(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      kept.set(i, wanted.test(columns.get(i).name()));
    }
    if (kept.cardinality() == columns.size()) {
      return this;
    }
    Kept last = lastKept;
    if (last == null || !last.indexes().equals(kept)) {
      last = new Kept(kept, new RowSchema(kept.stream().mapToObj(columns::get).toList()));
      lastKept = last;
    }
    return last.schema();
  }

  /** The binary form of the columns. Not to be modified. */
  byte[] encoded() {
    byte[] bytes = encoded;
    if (bytes == null) {
      bytes = SchemaEncoding.encode(columns);
      encoded = bytes;
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof RowSchema schema && Arrays.equals(encoded(), schema.encoded()));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  @Override
  public String toString() {
    return columns.toString();
  }
}
