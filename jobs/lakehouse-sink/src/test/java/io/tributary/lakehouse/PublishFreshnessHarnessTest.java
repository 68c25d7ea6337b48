package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.LakehouseConfig;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Each test opens its harness first.
class PublishFreshnessHarnessTest {

  private static final Rows USERS = Rows.of("public.users").column("id", BIGINT).key("id");

  @TempDir Path directory;
  private LakehouseConfig lakehouse;
  private TwoInputStreamOperatorTestHarness<CommittableMessage<AuditBatch>, TableFreshness, Void>
      harness;

  @BeforeEach
  void open() throws Exception {
    lakehouse = Lakehouses.in(directory);
    harness = new TwoInputStreamOperatorTestHarness<>(new PublishFreshness(lakehouse));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void waitsUntilACheckpointThatFollowsTheMarkIsCommitted() throws Exception {
    createTable();
    harness.snapshot(1, 0);
    mark("2026-03-01T12:00:00Z", 0x200);
    committed(1);
    assertThat(asOf()).isEmpty();
    harness.snapshot(2, 0);
    assertThat(asOf()).isEmpty();
    committed(2);
    assertThat(asOf()).isEqualTo("2026-03-01T12:00:00.000Z");
  }

  @Test
  void publishesWithALaterCheckpointWhatAnAbortedOneWouldHave() throws Exception {
    createTable();
    mark("2026-03-01T12:00:00Z", 0x200);
    harness.snapshot(1, 0);
    mark("2026-03-01T12:00:05Z", 0x300);
    harness.snapshot(2, 0);
    committed(2);
    assertThat(asOf()).isEqualTo("2026-03-01T12:00:05.000Z");
  }

  @Test
  void publishesOnceAMinuteOfTheDatabasesTimeAndNeverBack() throws Exception {
    createTable();
    publish("2026-03-01T12:00:00Z", 1);
    publish("2026-03-01T12:00:59Z", 2);
    assertThat(asOf()).isEqualTo("2026-03-01T12:00:00.000Z");
    publish("2026-03-01T12:01:00Z", 3);
    assertThat(asOf()).isEqualTo("2026-03-01T12:01:00.000Z");
    close();
    open();
    publish("2026-03-01T11:00:00Z", 1);
    assertThat(asOf()).isEqualTo("2026-03-01T12:01:00.000Z");
  }

  @Test
  void saysNothingOfATableThatHasNotChangedYet() throws Exception {
    publish("2026-03-01T12:00:00Z", 1);
    createTable();
    publish("2026-03-01T12:00:01Z", 2);
    assertThat(asOf()).isEqualTo("2026-03-01T12:00:01.000Z");
  }

  private void createTable() throws Exception {
    Lakehouses.write(lakehouse, USERS.insert("0/100").set("id", 1).transition());
  }

  private void publish(String at, long checkpoint) throws Exception {
    mark(at, 0x200);
    harness.snapshot(checkpoint, 0);
    committed(checkpoint);
  }

  private void mark(String at, long lsn) throws Exception {
    long millis = Instant.parse(at).toEpochMilli();
    harness.processElement2(
        new StreamRecord<>(new TableFreshness(USERS.table(), millis, lsn, true)));
  }

  private void committed(long checkpoint) throws Exception {
    harness.processElement1(
        new StreamRecord<>(new CommittableSummary<>(0, 1, checkpoint, 0, 0, 0)));
  }

  private String asOf() throws Exception {
    try (LakehouseCatalog catalog = LakehouseCatalog.open(lakehouse)) {
      Table table = catalog.find(USERS.table()).orElseThrow();
      return table.properties().getOrDefault(PublishFreshness.AS_OF, "");
    }
  }
}
