package io.tributary.rollup.logic.row;

import io.tributary.event.RowSchema;
import java.io.Serializable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A condition on rows, in SQL's logic of three values: a row meets it where it is true. */
public sealed interface Predicate extends Serializable permits Leaf, And, Or, Not {

  /** The condition on rows of one schema and of no other. */
  Bound in(RowSchema schema);

  /** What is known of it for a row; what cannot be read is noted there. */
  default Truth evaluate(RowValues row) {
    return in(row.schema()).evaluate(row);
  }

  /** The same in SQL, ready to be joined with others. */
  String sql(RowSql values);

  /** The conditions on single columns, in their order. */
  Stream<Leaf> leaves();

  /** For people, and different from every other condition: {@code kind = 'a' and value > 5}. */
  String text();

  /** The conditions that must all hold for this one to do. */
  default Stream<Predicate> parts() {
    return Stream.of(this);
  }

  /** As {@link Bound#accepts}. */
  default boolean accepts(RowValues row) throws UnusableColumnException {
    return in(row.schema()).accepts(row);
  }

  /** The text that names it in saved state: its parts in any order, each a line. */
  default String definition() {
    return parts()
        .map(part -> part instanceof Leaf leaf ? leaf.line() : part.text())
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
