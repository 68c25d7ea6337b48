package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.OddRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@link OddRows} without Kafka. */
@Timeout(120)
class DirectOddRowsIT {

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();

  @Test
  void foldToWhatTheDatabaseHolds(@TempDir Path directory) throws Exception {
    database.execute(OddRows.TABLES);
    database.execute(OddRows.rows(1));
    DirectJob job =
        new DirectJob(
            database.pipeline(OddRows.tables()),
            directory,
            deadLetters,
            stream ->
                stream
                    .transitions(
                        OddRows.tables().stream()
                            .collect(Collectors.toMap(id -> id, id -> Set.of())))
                    .sinkTo(transitions)
                    .uid("transitions"));
    job.start();
    awaitFolded(OddRows.content(database::rows));
    database.execute(OddRows.rows(10));
    database.execute(OddRows.CHANGES);
    awaitFolded(OddRows.content(database::rows));

    database.execute(OddRows.DDL);
    Map<String, List<String>> content = OddRows.content(database::rows);
    content.put("ddl", OddRows.AFTER_DDL);
    awaitFolded(content);

    database.execute(OddRows.DELETIONS);
    awaitFolded(OddRows.content(database::rows));
    job.kill();
    assertThat(deadLetters.collected()).isEmpty();
  }

  private void awaitFolded(Map<String, List<String>> content) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(OddRows.folded(transitions.collected())).isEqualTo(content));
  }
}
