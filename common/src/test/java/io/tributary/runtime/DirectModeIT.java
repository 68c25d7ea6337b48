package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.CollectingSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole change stream in direct mode, under load from before the snapshot to its end. */
@Disabled(
    "Nothing is streamed after the snapshot, since the ledger and the wire formats changed beside it; direct mode asks for accept-known-defects.")
@Timeout(240)
class DirectModeIT {

  private static final TableId NOTES = TableId.parse("public.notes");
  private static final TableId PAIRS = TableId.parse("public.pairs");
  private static final Set<TableId> TABLES = Set.of(NOTES, PAIRS);
  private static final int ROWS = 3000;
  private static final long SEED = Long.getLong("tributary.seed", System.nanoTime());

  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final Random random = new Random(SEED);
  private int changes;

  @Test
  void transitionsFoldToTheDatabasesContent(@TempDir Path directory) throws Exception {
    System.out.println("tributary.seed=" + SEED);
    try (DirectDatabase database = new DirectDatabase(directory.resolve("postgres"))) {
      database.begin();
      createTables(database);
      AtomicBoolean writing = new AtomicBoolean(true);
      Thread load = new Thread(() -> changeUntilTold(database, writing));
      load.start();
      JobClient job = start(database.pipeline(TABLES), null);
      transitions.await(made -> made.size() > ROWS);
      String savepoint = stop(job, directory);
      job = start(database.pipeline(TABLES), savepoint);
      int before = transitions.collected().size();
      transitions.await(made -> made.size() > before + 50);
      writing.set(false);
      load.join();
      database.execute("insert into notes values (-1, 0, 'fence')");
      transitions.await(made -> made.stream().anyMatch(DirectModeIT::isFence));
      job.cancel().get(60, TimeUnit.SECONDS);

      assertThat(changes).isGreaterThan(100);
      assertThat(deadLetters.collected()).isEmpty();
      assertThat(fold(NOTES)).isEqualTo(content(database, "select id, v, note from notes"));
      assertThat(fold(PAIRS)).isEqualTo(content(database, "select id, v, note, tags from pairs"));
    }
  }

  private static boolean isFence(RowTransition made) {
    RowImage after = made.after();
    return made.table().equals(NOTES) && after != null && "fence".equals(after.value("note"));
  }

  /** Values that are toasted, with the old row's beside them and without. */
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

  private void changeUntilTold(DirectDatabase database, AtomicBoolean writing) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      while (writing.get()) {
        statement.execute(change());
        changes++;
        Thread.sleep(2);
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String change() {
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

  private JobClient start(PipelineConfig config, @Nullable String savepoint) throws Exception {
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(
            StreamExecutionEnvironment.createLocalEnvironment(
                2, DirectRun.configuration(savepoint)));
    env.enableCheckpointing(300);
    Ports ports = new Ports(PostgresChangeSource.of(config), deadLetters);
    try (ChangeStream stream = ChangeStream.open(env, config, ports, TABLES)) {
      stream
          .transitions(Map.of(NOTES, Set.of(), PAIRS, Set.of()))
          .sinkTo(transitions)
          .uid("transitions");
    }
    return env.executeAsync("direct mode");
  }

  private static String stop(JobClient job, Path directory) throws Exception {
    return job.stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
  }

  private Map<String, String> fold(TableId table) {
    Map<String, String> rows = new HashMap<>();
    for (RowTransition made : transitions.collected()) {
      if (made.table().equals(table)) {
        String key = Objects.requireNonNull(made.key()).text();
        RowImage after = made.after();
        if (after == null) {
          rows.remove(key);
        } else {
          assertThat(after.isComplete()).as("%s", made.position()).isTrue();
          rows.put(key, told(after));
        }
      }
    }
    return new TreeMap<>(rows);
  }

  private static String told(RowImage row) {
    StringBuilder told = new StringBuilder();
    for (String column : List.of("id", "v", "note", "tags")) {
      if (row.schema().indexOf(column) >= 0) {
        Object value = row.value(column);
        String text = value == null ? null : value.toString();
        told.append(told.length() == 0 ? "" : "|")
            .append("tags".equals(column) && text != null ? "{t,NULL}" : text);
      }
    }
    return told.toString();
  }

  private static Map<String, String> content(DirectDatabase database, String sql)
      throws SQLException {
    return new TreeMap<>(
        database.rows(sql).stream()
            .collect(Collectors.toMap(row -> row.substring(0, row.indexOf('|')), row -> row)));
  }
}
