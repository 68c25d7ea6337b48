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
   * @param attribute distinguishes the column from all others that its name has had, in this table
   *     and in former ones; a rename does not change it. 0 where it is not known. See {@link
   *     #attribute(long, int)}
   */
  public record Column(String name, ColumnType type, int attribute) implements Serializable {

    /** PostgreSQL's numbers of columns end at 1600. */
    private static final int NUMBER_BITS = 11;

    private static final int TABLE_MASK = (1 << (Integer.SIZE - 1 - NUMBER_BITS)) - 1;

    /** A column whose number is not known. */
    public Column(String name, ColumnType type) {
      this(name, type, 0);
    }

    /**
     * What identifies a column through its table's life: the last 20 bits of the table's oid, so
     * that a table which takes another's name is another, and the column's number in {@code
     * pg_attribute}, which is never used again.
     */
    public static int attribute(long oid, int number) {
      return ((int) oid & TABLE_MASK) << NUMBER_BITS | number;
    }

    /** Whether both are known to be the same column, whatever they are called. */
    boolean isSameAs(Column other) {
      return attribute != 0 && attribute == other.attribute;
    }

    /** Whether both are known to be columns of one table, and not the same. */
    boolean isAnotherOfTheTableOf(Column other) {
      return attribute != 0
          && other.attribute != 0
          && attribute != other.attribute
          && attribute >>> NUMBER_BITS == other.attribute >>> NUMBER_BITS;
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

  /** Where the columns of another schema stand in this one, which has all of them. */
  public int[] placesOf(RowSchema some) {
    return some.columns.stream().mapToInt(column -> indexOf(column.name())).toArray();
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
