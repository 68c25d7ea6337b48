package io.tributary.runtime.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.Ports;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnpublishedColumnsIT {

  private static final TableId ORDERS = TableId.parse("public.orders");
  private static final TableId FULL = TableId.parse("public.full");
  private static final TableId KEYED = TableId.parse("public.keyed");

  @RegisterExtension static final CatalogDatabase database = new CatalogDatabase();

  @BeforeAll
  static void createTables() throws Exception {
    String columns =
        "id bigint PRIMARY KEY, net int, gross int GENERATED ALWAYS AS (net * 2) STORED,"
            + " twice int[] GENERATED ALWAYS AS (ARRAY[net]) STORED,"
            + " smalls smallint[], amounts prices, doubles float8[], flags bool[], moods mood[],"
            + " moments timestamp[], instants timestamptz[], ints int[], longs bigint[],"
            + " names text[], codes varchar(5)[], days date[], uids uuid[], docs jsonb[],"
            + " raws bytea[]";
    database.execute(
        "CREATE TYPE mood AS ENUM ('ok')",
        "CREATE DOMAIN prices AS numeric[]",
        "CREATE TABLE orders (" + columns + ")",
        "CREATE TABLE \"full\" (" + columns + ")",
        "ALTER TABLE \"full\" REPLICA IDENTITY FULL",
        "CREATE TABLE keyed (id int, code int GENERATED ALWAYS AS (id * 2) STORED,"
            + " PRIMARY KEY (id, code))");
  }

  @Test
  void findsTheArraysThatTheConnectorHasNoPlaceholderFor() throws Exception {
    assertThat(read(ORDERS, Set.of()).arrays())
        .containsExactly("amounts", "doubles", "flags", "instants", "moments", "moods", "smalls");
    assertThat(read(ORDERS, Set.of("flags", "ints")).arrays()).containsExactly("flags");
    assertThat(read(FULL, Set.of()).arrays()).isEmpty();
    assertThat(read(TableId.parse("public.nowhere"), Set.of()).arrays()).isEmpty();
  }

  @Test
  void refusesWhatIsMadeOfAGeneratedColumn() {
    assertThatThrownBy(() -> check(Map.of(ORDERS, Set.of("id", "gross"))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("tables.public.orders: what is made of [gross] would be unknown");
    assertThatThrownBy(() -> check(Map.of(ORDERS, Set.of("net"), FULL, Set.of("twice"))))
        .hasMessageContaining("public.full");
  }

  @Test
  void refusesAGeneratedColumnOfTheKeyWhereNoLedgerIsNeeded() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    Ports ports = new Ports(InMemoryChanges.withPartitions(1), new CollectingSink<>());
    try (ChangeStream stream = ChangeStream.open(env, config(), ports, Set.of(KEYED))) {
      assertThatThrownBy(() -> stream.transitionsWithoutLedger(Map.of(KEYED, Set.of("code"))))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("what is made of [code] would be unknown");
      assertThatCode(() -> stream.transitionsWithoutLedger(Map.of(KEYED, Set.of("id"))))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void takesWhatNeedsNoGeneratedColumn() {
    assertThatCode(() -> check(Map.of(ORDERS, Set.of("net"), FULL, Set.of())))
        .doesNotThrowAnyException();
  }

  @Test
  void saysNothingWhereNoDatabaseIsNamed() {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
            tables: { public.orders: {} }
            """);
    assertThatCode(() -> UnpublishedColumns.check(config, Map.of(ORDERS, Set.of("gross"))))
        .doesNotThrowAnyException();
  }

  private static void check(Map<TableId, Set<String>> columnsNeeded) {
    UnpublishedColumns.check(config(), columnsNeeded);
  }

  private static UnpublishedColumns read(TableId table, Set<String> needed) throws Exception {
    return UnpublishedColumns.read(Objects.requireNonNull(config().database()), table, needed);
  }

  private static PipelineConfig config() {
    return database.pipeline("public.orders: {}\n  public.full: {}");
  }
}
