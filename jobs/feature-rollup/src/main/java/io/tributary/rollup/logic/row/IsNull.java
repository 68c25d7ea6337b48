package io.tributary.rollup.logic.row;

import java.util.List;

/** {@code value is null}; never NULL itself. */
public record IsNull(ColumnRef column, String at) implements Leaf {

  @Override
  public List<Constant> constants() {
    return List.of();
  }

  @Override
  public Truth judge(RowValues row) {
    try {
      return Truth.of(row.read(column, Use.NULL_TEST) == null);
    } catch (UnusableColumnException e) {
      row.doubt(e.unusable());
      return Truth.TRUE_OR_FALSE;
    }
  }

  @Override
  public String sql(RowSql values) {
    return values.value(column, Use.NULL_TEST) + " IS NULL";
  }

  @Override
  public String text() {
    return column + " is null";
  }

  /** The name has no quotes, whatever is in it. */
  @Override
  public String line() {
    return column.name().indexOf('\n') < 0 ? column.name() + " is null" : text();
  }
}
