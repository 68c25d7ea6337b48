package io.tributary.sandbox.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/**
 * A transaction that stays open while hundreds of others commit: its changes lie early in the log
 * and are delivered late. One in four is rolled back.
 */
final class LongTransaction implements AutoCloseable {

  private static final int SHORTEST = 20;
  private static final int LONGEST = 400;

  private final int number;
  private final RowWriter rows;
  private final Population population;
  private final RandomGenerator random;
  private int stepsLeft;

  LongTransaction(int number, Connection connection, Population population, RandomGenerator random)
      throws SQLException {
    this.number = number;
    this.rows = new RowWriter(connection, random);
    this.population = population;
    this.random = random;
    this.stepsLeft = random.nextInt(SHORTEST, LONGEST);
  }

  /** Goes on a little, beside one short transaction; returns the changes that it committed. */
  int step() throws SQLException {
    if (stepsLeft % 10 == 0) {
      population.changeSlowly(number, rows);
    }
    if (--stepsLeft > 0) {
      return 0;
    }
    stepsLeft = random.nextInt(SHORTEST, LONGEST);
    if (random.nextInt(4) == 0) {
      rows.rollback();
      return 0;
    }
    return rows.commit();
  }

  /** Ends the transaction that is open. */
  int finish() throws SQLException {
    return rows.commit();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
