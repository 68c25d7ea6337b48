package io.tributary.rollup.logic.row;

import io.tributary.event.RowSchema;
import java.util.List;
import java.util.stream.Stream;

/** All of them hold; true where there are none. */
public record And(List<Predicate> all) implements Predicate {

  public And {
    all = List.copyOf(all);
  }

  @Override
  public Bound in(RowSchema schema) {
    Bound[] parts = parts().map(part -> part.in(schema)).toArray(Bound[]::new);
    return parts.length == 1 ? parts[0] : row -> all(parts, row);
  }

  private static Truth all(Bound[] parts, RowValues row) {
    Truth truth = Truth.TRUE;
    for (Bound part : parts) {
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
