package io.tributary.runtime.direct;

import static io.tributary.runtime.direct.DirectLoad.NOTES;
import static io.tributary.runtime.direct.DirectLoad.PAIRS;
import static io.tributary.runtime.direct.DirectLoad.ROWS;
import static io.tributary.runtime.direct.DirectLoad.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowImage;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.testing.CollectingSink;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole change stream in direct mode, under load from before the snapshot to its end. */
@Timeout(240)
class DirectModeIT {

  private static final Map<TableId, Set<String>> ALL_COLUMNS =
      Map.of(NOTES, Set.of(), PAIRS, Set.of());

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  @TempDir Path directory;
  private DirectLoad load;

  @BeforeEach
  void start() throws SQLException {
    load = DirectLoad.start(database);
  }

  @AfterEach
  void stop() throws SQLException {
    load.close();
  }

  @Test
  void transitionsFoldToTheDatabasesContent() throws Exception {
    CollectingSink<RowTransition> transitions = new CollectingSink<>();
    DirectJob job =
        new DirectJob(
            database.pipeline(TABLES),
            directory,
            deadLetters,
            stream -> stream.transitions(ALL_COLUMNS).sinkTo(transitions).uid("transitions"));
    job.start();
    job.await(() -> transitions.collected().size() > ROWS);
    job.stop();
    int before = transitions.collected().size();
    job.start();
    job.await(() -> transitions.collected().size() > before + 50);
    assertThat(load.stop()).isGreaterThan(100);
    job.await(() -> fold(transitions, NOTES).equals(content("select id, v, note from notes")));
    job.await(
        () -> fold(transitions, PAIRS).equals(content("select id, v, note, tags from pairs")));
    database.execute("truncate pairs");
    database.execute("insert into pairs values (1, 7, 'after', null)");
    job.await(() -> fold(transitions, PAIRS).equals(Map.of("1", "1|7|after|null")));
    job.kill();

    assertThat(deadLetters.collected()).isEmpty();
  }

  /**
   * Sums that are kept in state, as those of features are: what is applied twice, or lost, or taken
   * back without having been counted, is in them for ever.
   */
  @Test
  void losesNothingAndCountsNothingTwiceWhenItIsKilled() throws Exception {
    CollectingSink<String> totals = new CollectingSink<>();
    DirectJob job =
        new DirectJob(
            database.pipeline(TABLES),
            directory,
            deadLetters,
            stream ->
                stream
                    .differences(
                        List.of(
                            new Counted(NOTES, "notes", 0, Set.of()),
                            new Counted(PAIRS, "pairs", 0, Set.of())))
                    .keyBy(transition -> transition.table().toString(), Types.STRING)
                    .process(new RowTotals())
                    .uid("totals")
                    .sinkTo(totals)
                    .uid("totals-sink"));
    job.start();
    job.await(() -> totals.collected().size() > ROWS);
    for (int kill = 0; kill < 3; kill++) {
      int before = totals.collected().size();
      job.await(() -> totals.collected().size() > before + 50);
      job.kill();
      job.start();
    }
    load.stop();
    for (String table : List.of("notes", "pairs")) {
      String expected =
          database
              .rows(
                  "select 'public.%1$s', count(*), coalesce(sum(v), 0) from %1$s".formatted(table))
              .get(0);
      job.await(() -> expected.equals(last(totals, table)));
    }
    job.kill();

    assertThat(deadLetters.collected()).isEmpty();
  }

  private static String last(CollectingSink<String> totals, String table) {
    return totals.collected().stream()
        .filter(total -> total.startsWith("public." + table + "|"))
        .reduce("", (earlier, later) -> later);
  }

  /**
   * The rows as they are in the end. On the way, one that was gone before it was read is not whole.
   */
  private static Map<String, String> fold(
      CollectingSink<RowTransition> transitions, TableId table) {
    Map<String, RowImage> rows = new HashMap<>();
    for (RowTransition made : transitions.collected()) {
      if (made.table().equals(table)) {
        String key = Objects.requireNonNull(made.key()).text();
        if (made.after() == null) {
          rows.remove(key);
        } else {
          rows.put(key, made.after());
        }
      }
    }
    Map<String, String> told = new TreeMap<>();
    rows.forEach((key, row) -> told.put(key, row.isComplete() ? told(row) : "incomplete"));
    return told;
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

  private Map<String, String> content(String sql) throws SQLException {
    return new TreeMap<>(
        database.rows(sql).stream()
            .collect(Collectors.toMap(row -> row.substring(0, row.indexOf('|')), row -> row)));
  }
}
