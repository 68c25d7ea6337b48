package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.runtime.tables.CatalogDatabase;
import io.tributary.runtime.tables.PostgresCatalog;
import io.tributary.testing.CollectingSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Kafka's and PostgreSQL's own errors say, which is logged: nothing of a row. */
@Timeout(240)
class ErrorTextsIT {

  private static final String CANARY = "canary5271";

  @RegisterExtension static final KafkaTopics KAFKA = new KafkaTopics();
  @RegisterExtension static final CatalogDatabase DATABASE = new CatalogDatabase();

  private final CapturedLog log = new CapturedLog();

  @AfterEach
  void releaseLog() {
    log.close();
  }

  @Test
  void aLetterThatIsTooLargeToBeWrittenIsNotQuoted() throws Exception {
    String prefix = "app-" + UUID.randomUUID();
    KAFKA.create(prefix + ".public.users", 1);
    KAFKA.write(
        prefix + ".public.users", ("{\"id\":\"" + CANARY + "\"}"), "[\"" + CANARY.repeat(500));
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            bootstrap: accept-partial
            source: { kafka: { bootstrap-servers: "%s", topic-prefix: "%s", properties: { max.request.size: "3000" } } }
            tables: { public.users: {} }
            dead-letters: { topic: "%s.letters", payload: raw }
            """
                .formatted(KAFKA.bootstrapServers(), prefix, prefix));

    Throwable failure = catchThrowable(() -> run(config));

    String told = CapturedLog.trace(Objects.requireNonNull(failure));
    assertThat(told).contains("RecordTooLargeException");
    assertQuotesNothing(told);
  }

  private static void run(PipelineConfig config) throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(1, flink));
    env.enableCheckpointing(200);
    TableId users = TableId.parse("public.users");
    try (ChangeStream stream =
        ChangeStream.open(env, config, Ports.of(config, "it"), Set.of(users))) {
      stream.transitions(Map.of(users, Set.of())).sinkTo(new CollectingSink<>()).uid("out");
    }
    env.executeAsync("it").getJobExecutionResult().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aRowThatTheDatabaseRefusesIsNotQuoted() throws Exception {
    DATABASE.execute(
        "CREATE TABLE people (email text PRIMARY KEY CHECK (email <> 'x'), age int NOT NULL)",
        "INSERT INTO people VALUES ('" + CANARY + "', 1)");
    PipelineConfig config = DATABASE.pipeline("public.people: {}");

    for (String refused :
        List.of(
            "INSERT INTO people VALUES ('" + CANARY + "', 2)",
            "INSERT INTO people SELECT email || '2', null FROM people",
            "CREATE UNIQUE INDEX ON people ((age / age)); INSERT INTO people SELECT email || '3', 4"
                + " FROM people")) {
      String told = CapturedLog.trace(refusal(config, refused));
      assertThat(told).contains("violates");
      assertQuotesNothing(told);
    }
  }

  private static Throwable refusal(PipelineConfig config, String sql) throws SQLException {
    try (Connection connection =
            PostgresCatalog.source(Objects.requireNonNull(config.database())).getConnection();
        Statement statement = connection.createStatement()) {
      return Objects.requireNonNull(catchThrowable(() -> statement.execute(sql)));
    }
  }

  private void assertQuotesNothing(String told) {
    assertThat(told).doesNotContain(CANARY);
    assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
  }
}
