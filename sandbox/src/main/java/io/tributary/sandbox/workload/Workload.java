package io.tributary.sandbox.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Commits row changes at a given rate until it is stopped: short transactions of one to many rows,
 * some rolled back, beside a few long ones that overlap them. The same seed and rate give the same
 * sequence of transactions; how many of them fit into a run depends on the machine.
 */
public final class Workload implements AutoCloseable {

  private static final int LONG_TRANSACTIONS = 2;
  private static final int TRANSACTIONS_PER_SECOND = 100;

  private final RandomGenerator random;
  private final int rate;
  private final Pacer pacer;
  private final Population population;
  private final Connections connections;
  private final List<LongTransaction> overlapping = new ArrayList<>();
  private RowWriter rows;

  /** Held together by those who commit, alone by who wants nothing to be committed. */
  private final ReadWriteLock committing = new ReentrantReadWriteLock(true);

  private final AtomicLong changes = new AtomicLong();
  private final Thread thread = new Thread(this::run, "workload");
  private volatile boolean stopped;
  private volatile long startedNanos;
  private volatile long endedNanos;
  private volatile long excusedNanos;
  private volatile @Nullable Exception failure;

  /** Opens a connection to the database that the workload writes to. */
  @FunctionalInterface
  public interface Connections {
    Connection open() throws SQLException;
  }

  /**
   * @param rate row changes committed a second
   */
  public Workload(Connections connections, long seed, int rate) throws SQLException {
    this.random = new SplittableRandom(seed);
    this.rate = rate;
    this.pacer = new Pacer(rate);
    this.population = new Population(random, LONG_TRANSACTIONS);
    this.connections = connections;
    this.rows = new RowWriter(connections.open(), random);
    openLongTransactions();
  }

  private void openLongTransactions() throws SQLException {
    for (int i = 0; i < LONG_TRANSACTIONS; i++) {
      overlapping.add(new LongTransaction(i, connections.open(), population, random));
    }
  }

  /**
   * Goes on with a database that was started again. Whether the last transaction was committed is
   * not known; rows that are missing because of it are changed in vain.
   */
  private void reopen() throws SQLException {
    closeAll();
    overlapping.clear();
    rows = new RowWriter(connections.open(), random);
    openLongTransactions();
  }

  /** Writes the profiles that exist before anything else happens. */
  public void createProfiles() throws SQLException {
    population.createProfiles(rows);
    rows.commit();
  }

  public void start() {
    startedNanos = System.nanoTime();
    thread.start();
  }

  /** Row changes committed since {@link #start}. */
  public long changes() {
    return changes.get();
  }

  /** Changes a second over the time that the workload was not paused. */
  public double achievedRate() {
    long until = endedNanos == 0 ? System.nanoTime() : endedNanos;
    long active = until - startedNanos - excusedNanos;
    return active <= 0 ? 0 : changes.get() * (double) TimeUnit.SECONDS.toNanos(1) / active;
  }

  /** Why the workload ended before it was stopped, null where it did not. */
  public @Nullable Exception failure() {
    return failure;
  }

  /** Runs something while no transaction commits; long transactions stay open. */
  public void exclusively(Work work) throws Exception {
    holding(committing.writeLock(), work);
  }

  /** Runs something that commits, beside the workload but not while something is exclusive. */
  public void beside(Work work) throws Exception {
    holding(committing.readLock(), work);
  }

  private static void holding(Lock lock, Work work) throws Exception {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** What others do while the workload runs. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  private void run() {
    try {
      while (!stopped) {
        int size = transactionSize();
        pacer.await(size);
        long asked = System.nanoTime();
        committing.readLock().lock();
        try {
          excuse(System.nanoTime() - asked);
          transact(size);
        } catch (SQLException e) {
          if (!Reconnect.isLost(e)) {
            throw e;
          }
          Reconnect.untilAnswered(this::reopen);
        } finally {
          committing.readLock().unlock();
        }
      }
      for (LongTransaction transaction : overlapping) {
        count(transaction.finish());
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    } finally {
      endedNanos = System.nanoTime();
    }
  }

  private void excuse(long pausedNanos) {
    pacer.excuse(pausedNanos);
    excusedNanos += pausedNanos;
  }

  private int transactionSize() {
    int mean = Math.max(1, rate / TRANSACTIONS_PER_SECOND);
    return random.nextInt(5) == 0 ? 1 : 1 + random.nextInt(2 * mean);
  }

  private void transact(int size) throws SQLException {
    if (random.nextInt(40) == 0) {
      population.changeInVain(rows);
      rows.rollback();
    }
    int made = 0;
    while (made < size) {
      Action action = Action.pick(random);
      int run = Math.min(size - made, 1 + random.nextInt(8));
      for (int i = 0; i < run; i++) {
        population.change(action, rows);
      }
      made += run;
    }
    count(rows.commit());
    for (LongTransaction transaction : overlapping) {
      count(transaction.step());
    }
  }

  private void count(int committed) {
    changes.addAndGet(committed);
  }

  /** Lets the transaction under way commit, ends the long ones, and returns when all is quiet. */
  public void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  @Override
  public void close() throws SQLException {
    stopped = true;
    closeAll();
  }

  private void closeAll() throws SQLException {
    rows.close();
    for (LongTransaction transaction : overlapping) {
      transaction.close();
    }
  }
}
