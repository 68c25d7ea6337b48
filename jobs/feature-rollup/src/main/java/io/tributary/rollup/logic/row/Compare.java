package io.tributary.rollup.logic.row;

import io.tributary.event.RowSchema;
import java.util.List;

/** {@code value > 5}; NULL for NULL. */
public record Compare(ColumnRef column, Operator operator, Constant constant, String at)
    implements Leaf {

  @Override
  public List<Constant> constants() {
    return List.of(constant);
  }

  @Override
  public Truth judge(RowValues row) {
    return judge(row, column, operator, constant);
  }

  @Override
  public Bound in(RowSchema schema) {
    return operator == Operator.EQ ? BoundText.of(this, schema) : this::judge;
  }

  static Truth judge(RowValues row, ColumnRef column, Operator operator, Constant constant) {
    try {
      Object actual = row.read(column, constant);
      if (actual == null) {
        return Truth.NULL;
      }
      return Truth.of(operator.holds(constant.compare(actual, row.kind(column, constant))));
    } catch (UnusableColumnException e) {
      row.doubt(e.unusable());
      return Truth.ANY;
    }
  }

  @Override
  public String sql(RowSql values) {
    return "%s %s %s"
        .formatted(
            values.comparable(column, constant), operator, values.constant(column, constant));
  }

  @Override
  public String text() {
    return "%s %s %s".formatted(column, operator, constant);
  }

  /** Equality has no quotes, unless it could be mistaken for another condition then. */
  @Override
  public String line() {
    boolean plain =
        operator == Operator.EQ
            && column.name().indexOf('=') < 0
            && (column.name() + constant.text()).indexOf('\n') < 0
            && (column.path().isEmpty() || constant.isText());
    return plain ? column.name() + "=" + constant.text() : text();
  }
}
