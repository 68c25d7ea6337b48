package io.tributary.rollup.logic.row;

/** A {@link Predicate} made ready for the rows of one schema. */
@FunctionalInterface
public interface Bound {

  /** What is known of it for a row; what cannot be read is noted there. */
  Truth evaluate(RowValues row);

  /**
   * Whether a row meets it.
   *
   * @throws UnusableColumnException if that depends on something that is not known
   */
  default boolean accepts(RowValues row) throws UnusableColumnException {
    Truth truth = evaluate(row);
    if (truth.isInDoubt()) {
      throw new UnusableColumnException(row.doubt());
    }
    return truth.isTrue();
  }
}
