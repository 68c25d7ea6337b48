package io.tributary.rollup.logic;

/**
 * A column that a rollup cannot use as it wants to.
 *
 * @param path where in the rollup's definition: {@code features.spend.sum}
 * @param problem {@code column event_type is text}
 * @param remedy {@code name a column of numbers}
 */
public record Misfit(String path, String problem, String remedy) {

  @Override
  public String toString() {
    return path + ": " + problem + "; " + remedy;
  }
}
