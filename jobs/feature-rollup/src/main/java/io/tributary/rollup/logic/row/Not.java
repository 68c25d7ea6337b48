package io.tributary.rollup.logic.row;

import java.util.stream.Stream;

/** It does not hold; NULL stays NULL. */
public record Not(Predicate part) implements Predicate {

  @Override
  public Truth evaluate(RowValues row) {
    return part.evaluate(row).not();
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
