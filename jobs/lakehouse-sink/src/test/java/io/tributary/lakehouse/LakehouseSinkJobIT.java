package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.LakehouseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.event.Op;
import io.tributary.runtime.JobEnvironment;
import io.tributary.runtime.Ports;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
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
  void refusesAPipelineWithoutALakehouse() {
    PipelineConfig config = PipelineConfig.parse(PIPELINE);

    assertThatThrownBy(() -> LakehouseSinkJob.define(environment(), config, ports()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("lakehouse");
  }

  private List<AuditEntry> run(Rows table) throws Exception {
    String catalog =
        """
        lakehouse: { catalog: { type: hadoop, warehouse: "%s" } }
        """
            .formatted(directory.toUri());
    StreamExecutionEnvironment env = environment();
    LakehouseSinkJob.define(env, PipelineConfig.parse(PIPELINE + catalog), ports());
    changes.end();
    env.execute("lakehouse-sink");
    LakehouseConfig lakehouse = Lakehouses.in(directory);
    return Lakehouses.entries(lakehouse, table.table());
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
