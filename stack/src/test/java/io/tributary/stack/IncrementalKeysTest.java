package io.tributary.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Incremental snapshots look for the next rows with the key that they read last, of any type. */
@ExtendWith(SharedStack.class)
class IncrementalKeysTest {

  private static final String CONNECTOR = "incremental";
  private static final Duration SOON = Duration.ofSeconds(60);

  /** A type, and three values of it in their order. */
  private static final List<String> CASES =
      List.of(
          "bigint|-1|0|9223372036854775807",
          "text||a|b",
          "uuid|00000000-0000-0000-0000-000000000000|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
          "numeric|-0.5|1.50|1e30",
          "mood|sad|ok|glad",
          "date|0044-03-15 BC|2026-02-28|9999-12-31",
          "timestamp|2026-02-28 12:00:00.000001|2026-02-28 12:00:00.000002|2026-03-01 00:00:00",
          "timestamptz|2026-02-28 12:00:00.000001+00|2026-02-28 12:00:00.000002+00|2026-03-01 00:00:00+00",
          "time|00:00:00|12:00:00.000001|23:59:59");

  private Stack stack;

  @BeforeEach
  void start(Stack given) {
    stack = given;
  }

  @AfterEach
  void stop() {
    stack.connect().delete(CONNECTOR);
  }

  @Test
  void findTheNextRows() throws Exception {
    stack.postgres().createDatabase(CONNECTOR);
    execute("create type mood as enum ('sad', 'ok', 'glad')");
    execute("create table debezium_signal (id text primary key, type text, data text)");
    for (int i = 0; i < CASES.size(); i++) {
      String[] parts = CASES.get(i).split("\\|", -1);
      execute("create table k%d (k %s primary key)".formatted(i, parts[0]));
      execute(
          "insert into k%d values ('%s'), ('%s'), ('%s')"
              .formatted(i, parts[1], parts[2], parts[3]));
    }
    execute("create publication tributary for all tables");
    stack
        .connect()
        .putConnector(
            CONNECTOR,
            new DebeziumConnector(stack.postgres(), CONNECTOR, CONNECTOR, tables())
                .slot(CONNECTOR, "tributary")
                .with("incremental.snapshot.chunk.size", "1")
                .with("signal.data.collection", "public.debezium_signal")
                .configuration());
    await().atMost(SOON).until(() -> told("k" + (CASES.size() - 1)).size() == 3);
    for (int i = 0; i < CASES.size(); i++) {
      String table = "k" + i;
      execute(
          "insert into debezium_signal values ('%s', 'execute-snapshot', '{\"type\": \"incremental\", \"data-collections\": [\"public.%s\"]}')"
              .formatted(table, table));
      await(CASES.get(i)).atMost(SOON).until(() -> told(table).size() == 6);
    }
  }

  private static List<String> tables() {
    return IntStream.range(0, CASES.size())
        .mapToObj(i -> "public.k" + i)
        .collect(Collectors.toList());
  }

  private List<String> told(String table) throws Exception {
    List<String> told = new ArrayList<>();
    for (ConsumerRecord<String, String> each :
        TopicReader.read(stack.kafka(), CONNECTOR + ".public." + table)) {
      JsonNode value = JsonHttp.JSON.readTree(each.value());
      told.add(value.path("op").asText() + value.path("after").path("k").asText());
    }
    return told;
  }

  private void execute(String sql) throws Exception {
    stack.postgres().execute(CONNECTOR, sql);
  }
}
