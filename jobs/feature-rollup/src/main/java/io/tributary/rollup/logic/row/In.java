package io.tributary.rollup.logic.row;

import io.tributary.event.RowSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code kind in ('a', 'b')}; NULL for NULL. */
public record In(ColumnRef column, List<Constant> constants, String at) implements Leaf {

  public In {
    constants = List.copyOf(constants);
  }

  @Override
  public Truth judge(RowValues row) {
    Truth truth = Truth.FALSE;
    for (Constant constant : constants) {
      truth = truth.or(Compare.judge(row, column, Operator.EQ, constant));
      if (truth.isTrue()) {
        break;
      }
    }
    return truth;
  }

  @Override
  public Bound in(RowSchema schema) {
    return BoundText.of(this, schema);
  }

  private Compare equal(Constant constant) {
    return new Compare(column, Operator.EQ, constant, at);
  }

  /** One IN where all constants are compared in one way, which inside of json they need not be. */
  @Override
  public String sql(RowSql values) {
    List<String> comparables =
        constants.stream().map(each -> values.comparable(column, each)).distinct().toList();
    return comparables.size() == 1
        ? comparables.get(0) + listed(constants.stream().map(each -> values.constant(column, each)))
        : constants.stream()
            .map(each -> equal(each).sql(values))
            .collect(Collectors.joining(" OR ", "(", ")"));
  }

  @Override
  public String text() {
    return column + listed(constants.stream().map(Constant::toString));
  }

  private static String listed(Stream<String> constants) {
    return constants.collect(Collectors.joining(", ", " IN (", ")"));
  }
}
