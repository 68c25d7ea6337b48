package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(MiniClusterExtension.class)
class AuditSinkIT {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");

  @TempDir Path directory;

  @Test
  void keepsBothImagesOfEveryChange() throws Exception {
    LakehouseConfig lakehouse = Lakehouses.in(directory);
    run(
        lakehouse,
        List.of(
            USERS.insert("0/100").set("id", 1).set("email", "a@x").transition(),
            USERS.update("0/200").was("id", 1).was("email", "a@x").set("email", "b@x").transition(),
            USERS.delete("0/300").was("id", 1).was("email", "b@x").transition()));

    List<AuditEntry> entries = Lakehouses.entries(lakehouse, USERS.table());

    assertThat(entries).extracting(AuditEntry::op).containsExactly(Op.CREATE, Op.UPDATE, Op.DELETE);
    assertThat(entries.get(0).before()).isNull();
    assertThat(entries.get(1).before()).isEqualTo(Map.of("id", "1", "email", "a@x"));
    assertThat(entries.get(1).after()).isEqualTo(Map.of("id", "1", "email", "b@x"));
    assertThat(entries.get(2).after()).isNull();
    assertThat(entries).allSatisfy(entry -> assertThat(entry.key()).isEqualTo(Map.of("id", "1")));
  }

  private static void run(LakehouseConfig lakehouse, List<RowTransition> changes) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.enableCheckpointing(100);
    env.fromData(changes, TypeInformation.of(RowTransition.class))
        .sinkTo(new AuditSink(lakehouse))
        .uid(AuditSink.UID);
    env.execute("audit");
  }
}
