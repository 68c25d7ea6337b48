package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.LakehouseConfig;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.util.FileUtils;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommitterTest {

  private static final Rows USERS = Rows.of("public.users").column("id", BIGINT).key("id");

  @TempDir Path directory;
  private LakehouseConfig lakehouse = Lakehouses.in(Path.of("."));

  @BeforeEach
  void openLakehouse() {
    lakehouse = Lakehouses.in(directory);
  }

  @Test
  void commitsABatchOnceHoweverOftenItComes() throws Exception {
    Collection<AuditBatch> first = batch("0/100", 1);
    Collection<AuditBatch> second = batch("0/200", 2);

    assertThat(Lakehouses.commit(lakehouse, first)).noneMatch(Commit::foundCommitted);
    assertThat(Lakehouses.commit(lakehouse, second)).noneMatch(Commit::foundCommitted);
    assertThat(Lakehouses.commit(lakehouse, first)).allMatch(Commit::foundCommitted);

    assertThat(ids()).containsExactly("1", "2");
  }

  @Test
  void commitsWhatIsMissingOfAMixedRequest() throws Exception {
    Collection<AuditBatch> first = batch("0/100", 1);
    Lakehouses.commit(lakehouse, first);
    List<AuditBatch> both = new ArrayList<>(first);
    both.addAll(batch("0/200", 2));

    assertThat(Lakehouses.commit(lakehouse, both))
        .extracting(Commit::foundCommitted)
        .containsExactly(true, false);

    assertThat(ids()).containsExactly("1", "2");
  }

  @Test
  void makesOneSnapshotOfTheBatchesOfATable() throws Exception {
    List<AuditBatch> both = new ArrayList<>(batch("0/100", 1));
    both.addAll(batch("0/200", 2));

    Lakehouses.commit(lakehouse, both);

    try (LakehouseCatalog catalog = LakehouseCatalog.open(lakehouse)) {
      Table table = catalog.find(USERS.table()).orElseThrow();
      assertThat(table.snapshots()).hasSize(1);
      assertThat(table.currentSnapshot().summary().get(AuditCommitter.BATCHES))
          .isEqualTo(both.get(0).id() + "," + both.get(1).id());
    }
  }

  @Test
  void commitsBatchesThatCheckpointsHaveKept() throws Exception {
    AuditBatchSerializer serializer = new AuditBatchSerializer();
    AuditBatch batch = batch("0/100", 1).iterator().next();

    AuditBatch restored =
        serializer.deserialize(serializer.getVersion(), serializer.serialize(batch));
    Lakehouses.commit(lakehouse, List.of(restored));

    assertThat(restored).isEqualTo(batch);
    assertThat(ids()).containsExactly("1");
  }

  @Test
  void saysSoWhenTheTableIsGone() throws Exception {
    Collection<AuditBatch> batch = batch("0/100", 1);
    FileUtils.deleteDirectory(directory.resolve("audit").toFile());

    assertThatThrownBy(() -> Lakehouses.commit(lakehouse, batch))
        .hasMessageContaining("the audit table of public.users was dropped");
  }

  private Collection<AuditBatch> batch(String lsn, int id) throws Exception {
    try (AuditWriter writer = Lakehouses.writer(lakehouse)) {
      return Lakehouses.write(writer, USERS.insert(lsn).set("id", id).transition());
    }
  }

  private List<String> ids() throws Exception {
    return Lakehouses.entries(lakehouse, USERS.table()).stream()
        .map(entry -> entry.key() == null ? "" : entry.key().get("id"))
        .toList();
  }
}
