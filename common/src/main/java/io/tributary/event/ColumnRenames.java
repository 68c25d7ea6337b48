package io.tributary.event;

import io.tributary.event.ColumnType.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings an older image of a row under the names that its table's columns have now. */
public final class ColumnRenames {

  private ColumnRenames() {}

  /**
   * The older image with the newer schema's names and types. A column is followed by its attribute
   * number, and by its name where the numbers do not decide. A column whose type was changed keeps
   * its value where the conversion is exact, and is unavailable elsewhere; so is one whose name now
   * belongs to another column of the table. Columns that the newer schema lacks are kept under
   * their own names.
   */
  public static RowImage apply(RowImage older, RowSchema newer) {
    RowSchema schema = older.schema();
    if (schema == newer || agrees(schema, newer)) {
      return older;
    }
    List<RowSchema.Column> columns = new ArrayList<>();
    List<Integer> sources = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < schema.size(); i++) {
      RowSchema.Column successor = successor(schema.column(i), newer);
      if (successor != null && taken.add(successor.name())) {
        columns.add(successor);
        sources.add(i);
      }
    }
    addThoseWithoutSuccessor(schema, newer, taken, columns, sources);
    RowImage.Builder image = RowImage.of(RowSchema.of(columns));
    for (int i = 0; i < columns.size(); i++) {
      copy(older, sources.get(i), image, i, columns.get(i).type());
    }
    return image.build();
  }

  private static boolean agrees(RowSchema older, RowSchema newer) {
    for (RowSchema.Column column : older.columns()) {
      RowSchema.Column successor = successor(column, newer);
      boolean gone = successor == null && newer.indexOf(column.name()) < 0;
      if (!gone && !column.equals(successor)) {
        return false;
      }
    }
    return true;
  }

  /** The column that this one has become, null where the newer schema has none. */
  private static RowSchema.@Nullable Column successor(RowSchema.Column column, RowSchema newer) {
    int index = newer.indexOf(column.name());
    RowSchema.Column namesake = index < 0 ? null : newer.column(index);
    if (namesake != null && (column.attribute() == 0 || column.isSameAs(namesake))) {
      return namesake;
    }
    for (RowSchema.Column candidate : newer.columns()) {
      if (column.isSameAs(candidate)) {
        return candidate;
      }
    }
    return namesake == null || namesake.isAnotherOfTheTableOf(column) ? null : namesake;
  }

  private static void addThoseWithoutSuccessor(
      RowSchema schema,
      RowSchema newer,
      Set<String> taken,
      List<RowSchema.Column> columns,
      List<Integer> sources) {
    for (int i = 0; i < schema.size(); i++) {
      RowSchema.Column column = schema.column(i);
      if (successor(column, newer) == null && taken.add(column.name())) {
        int index = newer.indexOf(column.name());
        columns.add(index < 0 ? column : newer.column(index));
        sources.add(index < 0 ? i : -1);
      }
    }
  }

  private static void copy(
      RowImage from, int source, RowImage.Builder to, int target, ColumnType type) {
    if (source < 0) {
      return;
    } else if (from.isLost(source)) {
      to.lose(target);
    } else if (!from.isUnavailable(source)) {
      Object value = from.value(source);
      ColumnType was = from.schema().column(source).type();
      if (value == null || was.equals(type)) {
        to.set(target, value);
      } else if (isExact(was, type)) {
        to.set(target, type.kind() == Kind.BIGINT ? (Object) ((Number) value).longValue() : value);
      }
    }
  }

  /** Whether every value of a type is the same value in another. */
  private static boolean isExact(ColumnType from, ColumnType to) {
    return switch (to.kind()) {
      case TEXT -> from.kind() == Kind.TEXT;
      case INTEGER -> from.kind() == Kind.SMALLINT;
      case BIGINT -> from.kind() == Kind.SMALLINT || from.kind() == Kind.INTEGER;
      case NUMERIC -> from.kind() == Kind.NUMERIC && holds(to, from);
      case TIME, TIMESTAMP, TIMESTAMPTZ ->
          from.kind() == to.kind() && from.precision() <= to.precision();
      case BITS -> from.kind() == Kind.BITS && to.precision() == 0;
      default -> false;
    };
  }

  /** A change of scale changes the digits that are written, so it is no exact conversion. */
  private static boolean holds(ColumnType numeric, ColumnType narrower) {
    return numeric.precision() == 0
        || narrower.precision() > 0
            && numeric.scale() == narrower.scale()
            && numeric.precision() >= narrower.precision();
  }
}
