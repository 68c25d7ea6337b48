package io.tributary.runtime.direct;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;

import io.tributary.event.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;

/**
 * Two tables of a {@link DirectDatabase} that change in random ways from before a job reads them:
 * values that are toasted, with the old row's beside them ({@link #PAIRS}) and without ({@link
 * #NOTES}), rows that come, go and change their key.
 */
final class DirectLoad implements AutoCloseable {

  static final TableId NOTES = TableId.parse("public.notes");
  static final TableId PAIRS = TableId.parse("public.pairs");
  static final Set<TableId> TABLES = Set.of(NOTES, PAIRS);

  /** How many rows there are at first, in both. */
  static final int ROWS = 3000;

  private static final long SEED = Long.getLong("tributary.seed", System.nanoTime());

  private static final long PAUSE_MILLIS = 2;

  private final Connection connection;
  private final Statement statement;
  private final Random random = new Random(SEED);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> changing;
  private volatile int changes;

  private DirectLoad(DirectDatabase database) throws SQLException {
    connection = database.connect();
    statement = connection.createStatement();
    changing = clock.scheduleWithFixedDelay(this::change, 0, PAUSE_MILLIS, MILLISECONDS);
  }

  /** Creates the tables and starts to change them. */
  static DirectLoad start(DirectDatabase database) throws SQLException {
    System.out.println("tributary.seed=" + SEED);
    createTables(database);
    return new DirectLoad(database);
  }

  private static void createTables(DirectDatabase database) throws SQLException {
    database.execute("create table notes (id int primary key, v int, note text)");
    database.execute("alter table notes alter note set storage external");
    database.execute("create table pairs (id int primary key, v int, note text, tags text[])");
    database.execute("alter table pairs alter note set storage external");
    database.execute("alter table pairs replica identity full");
    for (String table : List.of("notes (id, v, note)", "pairs (id, v, note)")) {
      database.execute(
          "insert into %s select i, 0, repeat('n' || i, 800) from generate_series(1, %d) i"
              .formatted(table, ROWS / 2));
    }
  }

  private void change() {
    try {
      statement.execute(nextChange());
      changes++;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String nextChange() {
    int id = 1 + random.nextInt(ROWS / 2);
    String table = random.nextBoolean() ? "notes" : "pairs";
    return switch (random.nextInt(table.equals("pairs") ? 7 : 5)) {
      case 0, 1, 2 -> "update %s set v = v + 1 where id = %d".formatted(table, id);
      case 3 ->
          "update %s set note = repeat('m' || v, 900), v = v + 1 where id = %d"
              .formatted(table, id);
      case 4 ->
          random.nextBoolean()
              ? "delete from %s where id = %d".formatted(table, id)
              : "insert into %s (id, v, note) values (%d, -1, null) on conflict do nothing"
                  .formatted(table, id);
      case 5 ->
          "update pairs set id = %d where id = %d and not exists (select from pairs where id = %d)"
              .formatted(id + ROWS, id, id + ROWS);
      default -> "update pairs set tags = array['t', null] where id = %d".formatted(id);
    };
  }

  /** Ends the changes and says how many statements there were; fails if one of them did. */
  int stop() throws InterruptedException, ExecutionException {
    clock.shutdown();
    if (!clock.awaitTermination(1, MINUTES)) {
      throw new IllegalStateException("a change takes longer than a minute");
    } else if (!changing.isCancelled()) {
      changing.get();
    }
    return changes;
  }

  @Override
  public void close() throws SQLException {
    clock.shutdownNow();
    connection.close();
  }
}
