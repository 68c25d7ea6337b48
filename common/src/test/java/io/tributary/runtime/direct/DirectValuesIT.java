package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.CollectingSink;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Values and idle hours with which the connector alone would have trouble. */
@Timeout(240)
class DirectValuesIT {

  private static final TableId PRICES = TableId.parse("public.prices");
  private static final long SEGMENT = 16L << 20;

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();
  @TempDir Path directory;
  private DirectJob job;

  @BeforeEach
  void start() throws Exception {
    database.execute("create domain amount as numeric");
    database.execute("create table prices (id int primary key, n numeric, a amount)");
    database.execute("insert into prices values (0, 1.50, 2)");
    job =
        new DirectJob(
            database.pipeline(Set.of(PRICES)),
            directory,
            deadLetters,
            stream ->
                stream
                    .transitions(Map.of(PRICES, Set.of()))
                    .sinkTo(transitions)
                    .uid("transitions"));
    job.start();
    job.await(() -> transitions.collected().size() == 1);
  }

  @AfterEach
  void stop() throws Exception {
    job.kill();
  }

  /** Debezium 1.9.8 alone fails at the first of them, and at each restart again. */
  @Test
  void infiniteNumbersOfTheStreamAreTold() throws Exception {
    database.execute("insert into prices values (1, 'Infinity', '-Infinity')");
    database.execute("insert into prices values (2, 'NaN', 'Infinity')");
    database.execute("update prices set n = 3 where id = 1");
    job.await(() -> transitions.collected().size() == 4);

    assertThat(transitions.collected())
        .extracting(DirectValuesIT::numbers)
        .containsExactly(
            List.of(new BigDecimal("1.50"), new BigDecimal("2")),
            List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
            List.of(Double.NaN, Double.POSITIVE_INFINITY),
            List.of(new BigDecimal("3"), Double.NEGATIVE_INFINITY));
    assertThat(deadLetters.collected()).isEmpty();
  }

  private static List<Object> numbers(RowTransition made) {
    return List.of(value(made, "n"), value(made, "a"));
  }

  private static Object value(RowTransition made, String column) {
    return Objects.requireNonNull(Objects.requireNonNull(made.after()).value(column));
  }

  /** Twelve times what a managed server writes in five minutes. */
  @Test
  void anHourWithoutAChangeHoldsNoLogBack() throws Exception {
    database.execute("create table elsewhere (id int)");
    for (int i = 0; i < 12; i++) {
      database.execute("insert into elsewhere values (1)");
      database.execute("select pg_switch_wal()");
    }

    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> retained() < 2 * SEGMENT);
  }

  /** With a checkpoint, at which the server writes what lets the slot forget. */
  private long retained() throws SQLException {
    database.execute("checkpoint");
    return Long.parseLong(
        database
            .rows(
                "select (pg_current_wal_lsn() - restart_lsn)::bigint from pg_replication_slots"
                    + " where slot_name = '"
                    + database.slot()
                    + "'")
            .get(0));
  }
}
