package io.tributary.rollup.logic.row;

import io.tributary.event.RowSchema;
import java.util.List;
import java.util.stream.Stream;

/** A condition on one column, or on a value inside of one. */
public sealed interface Leaf extends Predicate permits Compare, In, IsNull {

  ColumnRef column();

  /** Where it stands in the file, below the rollup: {@code features.f.where.any-of[0].a.gt}. */
  String at();

  /** What the column is compared with; nothing where it is asked whether it is NULL. */
  List<Constant> constants();

  /** What is known of it for a row of any schema. */
  Truth judge(RowValues row);

  @Override
  default Bound in(RowSchema schema) {
    return this::judge;
  }

  /** The {@link #definition} of it alone. */
  default String line() {
    return text();
  }

  @Override
  default Stream<Leaf> leaves() {
    return Stream.of(this);
  }
}
