package io.tributary.rollup.logic.row;

import java.util.List;
import java.util.stream.Stream;

/** All of them hold; true where there are none. */
public record And(List<Predicate> all) implements Predicate {

  public And {
    all = List.copyOf(all);
  }

  @Override
  public Truth evaluate(RowValues row) {
    Truth truth = Truth.TRUE;
    for (Predicate part : all) {
      truth = truth.and(part.evaluate(row));
      if (truth.isFalse()) {
        break;
      }
    }
    return truth;
  }

  @Override
  public String sql(RowSql values) {
    return Joined.by(" AND ", all, part -> part.sql(values), "TRUE");
  }

  @Override
  public Stream<Leaf> leaves() {
    return all.stream().flatMap(Predicate::leaves);
  }

  @Override
  public Stream<Predicate> parts() {
    return all.stream().flatMap(Predicate::parts);
  }

  @Override
  public String text() {
    return Joined.by(" and ", all, Predicate::text, "true");
  }
}
