package io.tributary.rollup.logic.row;

import io.tributary.event.RowSchema;
import java.util.List;
import java.util.stream.Stream;

/** At least one of them holds; false where there are none. */
public record Or(List<Predicate> any) implements Predicate {

  public Or {
    any = List.copyOf(any);
  }

  @Override
  public Bound in(RowSchema schema) {
    Bound[] parts = any.stream().map(part -> part.in(schema)).toArray(Bound[]::new);
    return row -> any(parts, row);
  }

  private static Truth any(Bound[] parts, RowValues row) {
    Truth truth = Truth.FALSE;
    for (Bound part : parts) {
      truth = truth.or(part.evaluate(row));
      if (truth.isTrue()) {
        break;
      }
    }
    return truth;
  }

  @Override
  public String sql(RowSql values) {
    return Joined.by(" OR ", any, part -> part.sql(values), "FALSE");
  }

  @Override
  public Stream<Leaf> leaves() {
    return any.stream().flatMap(Predicate::leaves);
  }

  @Override
  public String text() {
    return Joined.by(" or ", any, Predicate::text, "false");
  }
}
