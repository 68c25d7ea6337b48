package io.tributary.rollup.logic.row;

import io.tributary.event.RowSchema;
import java.util.stream.Stream;

/** It does not hold; NULL stays NULL. */
public record Not(Predicate part) implements Predicate {

  @Override
  public Bound in(RowSchema schema) {
    Bound bound = part.in(schema);
    return row -> bound.evaluate(row).not();
  }

  @Override
  public String sql(RowSql values) {
    return "NOT (" + part.sql(values) + ")";
  }

  @Override
  public Stream<Leaf> leaves() {
    return part.leaves();
  }

  @Override
  public String text() {
    return "not (" + part.text() + ")";
  }
}
