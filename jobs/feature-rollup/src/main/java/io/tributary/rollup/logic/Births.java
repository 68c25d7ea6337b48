package io.tributary.rollup.logic;

/**
 * Since which generation there is what results are made of. What comes back after it was removed is
 * another thing than before, of which entities may still have tiles.
 */
@FunctionalInterface
public interface Births {

  /** Where everything is there from the start. */
  Births FIRST = (definition, reach) -> 0;

  /**
   * The generation of a {@link KeptWindow}.
   *
   * @param definition its definition
   * @param reach its reach
   */
  int of(String definition, long reach);
}
