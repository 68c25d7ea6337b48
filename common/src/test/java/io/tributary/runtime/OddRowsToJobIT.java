package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.stack.ConnectWorker;
import io.tributary.stack.KafkaBroker;
import io.tributary.stack.PostgresServer;
import io.tributary.testing.OddRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link OddRows} through the connector and Kafka. */
@Timeout(180)
class OddRowsToJobIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void foldToWhatTheDatabaseHolds() throws Exception {
    try (PostgresServer postgres = PostgresServer.in(directory);
        KafkaBroker kafka = KafkaBroker.in(directory);
        ConnectWorker connect = ConnectWorker.in(directory, kafka)) {
      postgres.start();
      kafka.start();
      connect.start();
      try (CapturedDatabase database = new CapturedDatabase("odd", postgres, kafka, connect)) {
        changeEverything(database);
      }
    }
  }

  private static void changeEverything(CapturedDatabase database) throws Exception {
    database.execute(OddRows.TABLES, OddRows.rows(1));
    database.capture(List.copyOf(OddRows.tables()), 9);
    database.execute(OddRows.rows(10), OddRows.CHANGES);
    awaitFolded(database, OddRows.content(database::ask));

    database.execute(OddRows.DDL);
    Map<String, List<String>> content = OddRows.content(database::ask);
    content.put("ddl", OddRows.AFTER_DDL);
    awaitFolded(database, content);

    database.execute(OddRows.DELETIONS);
    awaitFolded(database, OddRows.content(database::ask));
  }

  private static void awaitFolded(CapturedDatabase database, Map<String, List<String>> content) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(OddRows.folded(database.transitions())).isEqualTo(content));
  }
}
