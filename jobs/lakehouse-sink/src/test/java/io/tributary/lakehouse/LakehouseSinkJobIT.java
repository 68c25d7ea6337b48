package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.LakehouseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.event.Op;
import io.tributary.event.TableId;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.runtime.freshness.FreshnessProbe;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, from Debezium's bytes to the audit tables. */
class LakehouseSinkJobIT {

  private static final String PIPELINE =
      """
      version: 1
      source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
      tables:
        public.users:
          key: [id]
          columns: { id: bigint, email: text, phone: text }
          pii: { phone: drop }
        public.log: { columns: { line: text } }
        tributary.heartbeat: { key: [id], columns: { id: bigint } }
      """;

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("phone", TEXT)
          .key("id");
  private static final Rows LOG = Rows.of("public.log").column("line", TEXT);

  @TempDir Path directory;
  private final InMemoryChanges changes = InMemoryChanges.withPartitions(2);
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();

  @Test
  void keepsTheHistoryOfEveryTable() throws Exception {
    changes.add(
        USERS.insert("0/100").set("id", 1).set("email", "a@x").set("phone", "7"),
        USERS.update("0/200").set("id", 1).set("email", "b@x").set("phone", "7"),
        USERS.insert("0/100").set("id", 1).set("email", "a@x").set("phone", "7"),
        USERS.delete("0/300").was("id", 1),
        LOG.insert("0/400").set("line", "x"));
    changes.addText("public.users", "{");

    List<AuditEntry> entries = run(USERS);

    assertThat(entries).extracting(AuditEntry::op).containsExactly(Op.CREATE, Op.UPDATE, Op.DELETE);
    assertThat(entries.get(1).before()).isEqualTo(entries.get(0).after());
    assertThat(entries.get(2).before()).isEqualTo(entries.get(1).after());
    assertThat(entries.get(1).after()).isEqualTo(Map.of("id", "1", "email", "b@x"));
    assertThat(Lakehouses.entries(Lakehouses.in(directory), LOG.table())).hasSize(1);
    assertThat(deadLetters.collected()).hasSize(1);
  }

  @Test
  void startsWithWhatTheWireTellsOfAnUnknownRow() throws Exception {
    changes.add(USERS.delete("0/100").was("id", 1));
    changes.add(USERS.insert("0/200").set("id", 2).set("email", "a@x"));

    List<AuditEntry> entries = run(USERS);

    assertThat(entries.get(0).before()).isEqualTo(Map.of("id", "1"));
    assertThat(entries.get(0).unknown()).contains("before.email");
    assertThat(Objects.requireNonNull(entries.get(1).after())).containsEntry("email", "a@x");
  }

  @Test
  void saysInEachTableUpToWhenItHoldsAllChanges() throws Exception {
    changes.add(USERS.insert("0/100").set("id", 1).set("email", "a@x"));
    StreamExecutionEnvironment env = environment();
    env.enableCheckpointing(100);
    Ports ports = new Ports(changes, deadLetters, LakehouseSinkJobIT::marks);
    LakehouseSinkJob.define(env, config(), ports);
    JobClient job = env.executeAsync("lakehouse-sink");

    await().atMost(Duration.ofMinutes(1)).until(() -> !asOf().isEmpty());
    assertThat(asOf())
        .containsEntry("tributary.as-of", "2026-03-01T12:00:00.000Z")
        .containsEntry("tributary.as-of-lsn", "0/200")
        .containsEntry("tributary.as-of-kind", "proven");
    assertThat(Lakehouses.entries(Lakehouses.in(directory), USERS.table())).hasSize(1);
    changes.end();
    job.getJobExecutionResult().get();
  }

  /** The same mark again and again. */
  private static FreshnessProbe marks(Set<TableId> tables, boolean continues) {
    long asOf = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    return new FreshnessProbe() {
      @Override
      public List<TableFreshness> look() {
        return List.of(new TableFreshness(USERS.table(), asOf, 0x200, true));
      }

      @Override
      public void close() {}
    };
  }

  private Map<String, String> asOf() throws Exception {
    try (LakehouseCatalog catalog = LakehouseCatalog.open(Lakehouses.in(directory))) {
      return catalog.find(USERS.table()).map(Table::properties).orElse(Map.of()).entrySet().stream()
          .filter(property -> property.getKey().startsWith("tributary."))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  @Test
  void refusesAPipelineWithoutALakehouse() {
    PipelineConfig config = PipelineConfig.parse(PIPELINE);

    assertThatThrownBy(() -> LakehouseSinkJob.define(environment(), config, ports()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("lakehouse");
  }

  private List<AuditEntry> run(Rows table) throws Exception {
    StreamExecutionEnvironment env = environment();
    LakehouseSinkJob.define(env, config(), ports());
    changes.end();
    env.execute("lakehouse-sink");
    LakehouseConfig lakehouse = Lakehouses.in(directory);
    return Lakehouses.entries(lakehouse, table.table());
  }

  private PipelineConfig config() {
    String catalog =
        """
        lakehouse: { catalog: { type: hadoop, warehouse: "%s" } }
        """
            .formatted(directory.toUri());
    return PipelineConfig.parse(PIPELINE + catalog);
  }

  private Ports ports() {
    return new Ports(changes, deadLetters);
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    return JobEnvironment.prepared(
        StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(2));
  }
}
