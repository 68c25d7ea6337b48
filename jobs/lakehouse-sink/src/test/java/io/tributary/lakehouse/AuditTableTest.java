package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RowKey;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit tables hold of the changes that were written to them. */
class AuditTableTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");

  @TempDir Path directory;
  private LakehouseConfig lakehouse = Lakehouses.in(Path.of("."));

  @BeforeEach
  void openLakehouse() {
    lakehouse = Lakehouses.in(directory);
  }

  @Test
  void keepsBothImages() throws Exception {
    Lakehouses.write(
        lakehouse,
        USERS.insert("0/100").set("id", 1).set("email", "a@x").transition(),
        USERS.update("0/200").was("id", 1).was("email", "a@x").set("email", null).transition(),
        USERS.delete("0/300").was("id", 1).was("email", null).transition());

    List<AuditEntry> entries = entries(USERS);

    assertThat(entries).extracting(AuditEntry::op).containsExactly(Op.CREATE, Op.UPDATE, Op.DELETE);
    assertThat(entries).extracting(AuditEntry::key).containsOnly(Lakehouses.image("id", "1"));
    assertThat(entries)
        .extracting(AuditEntry::before)
        .containsExactly(
            null,
            Lakehouses.image("id", "1", "email", "a@x"),
            Lakehouses.image("id", "1", "email", null));
    assertThat(entries)
        .extracting(AuditEntry::after)
        .containsExactly(
            Lakehouses.image("id", "1", "email", "a@x"),
            Lakehouses.image("id", "1", "email", null),
            null);
  }

  @Test
  void keepsPositionsAndTimes() throws Exception {
    Instant before = Instant.now();
    RowTransition change =
        USERS
            .update("16/B3748")
            .after("16/A0000")
            .order(7)
            .was("id", 1)
            .committedAt("2026-02-28T23:59:59.999999Z")
            .from("app.public.users", 3, 1042)
            .transition();
    Lakehouses.write(lakehouse, change);

    AuditEntry entry = entries(USERS).get(0);

    assertThat(entry.lsn()).isEqualTo(Lsn.parse("16/B3748"));
    assertThat(entry.commitPosition()).isEqualTo(Lsn.parse("16/A0000"));
    assertThat(entry.transactionOrder()).isEqualTo(7);
    assertThat(entry.txId()).isEqualTo(change.txId());
    assertThat(entry.snapshot()).isEqualTo("none");
    assertThat(entry.committedAt()).isEqualTo("2026-02-28T23:59:59.999999Z");
    assertThat(entry.ingestedAt()).isBetween(before, Instant.now());
    assertThat(entry.origin()).isEqualTo(new Origin("app.public.users", 3, 1042));
  }

  @Test
  void saysWhichColumnsNobodyKnows() throws Exception {
    Lakehouses.write(
        lakehouse, USERS.update("0/100").was("id", 1).unavailable("email").transition());

    AuditEntry entry = entries(USERS).get(0);

    assertThat(entry.unknown()).containsExactlyInAnyOrder("before.email", "after.email");
    assertThat(entry.after()).isEqualTo(Lakehouses.image("id", "1"));
  }

  @Test
  void linksTheHalvesOfAKeyChange() throws Exception {
    RowKey newKey = USERS.keyOf(2);
    Lakehouses.write(
        lakehouse,
        USERS.delete("0/100").was("id", 1).was("email", "a").linkedTo(newKey).transition());

    assertThat(entries(USERS).get(0).linkedKey()).isEqualTo(Lakehouses.image("id", "2"));
  }

  @Test
  void keepsTablesWithoutAPrimaryKey() throws Exception {
    Rows log = Rows.of("public.log").column("line", TEXT);
    Lakehouses.write(lakehouse, log.insert("0/100").set("line", "x").transition());

    assertThat(entries(log).get(0).key()).isNull();
    assertThat(entries(log).get(0).after()).isEqualTo(Lakehouses.image("line", "x"));
  }

  @Test
  void keepsTruncations() throws Exception {
    Lakehouses.write(lakehouse, truncation(USERS.table()));

    AuditEntry entry = entries(USERS).get(0);

    assertThat(entry.op()).isEqualTo(Op.TRUNCATE);
    assertThat(entry.before()).isNull();
    assertThat(entry.after()).isNull();
  }

  /** The ledger may know a row of that key whose end it has not seen. */
  @Test
  void keepsNoOldRowOfAnInsert() throws Exception {
    Rows log = Rows.of("public.log").column("line", TEXT);
    Lakehouses.write(
        lakehouse, log.insert("0/100").was("line", "old").set("line", "new").transition());

    assertThat(entries(log).get(0).before()).isNull();
    assertThat(entries(log).get(0).after()).isEqualTo(Lakehouses.image("line", "new"));
  }

  @Test
  void createsATableForEachSource() throws Exception {
    Rows orders = Rows.of("Sales Dept.Order.Items").column("id", INTEGER).key("id");
    Lakehouses.write(
        lakehouse,
        USERS.insert("0/100").set("id", 1).transition(),
        orders.insert("0/200").set("id", 5).transition());

    try (AuditReader audit = AuditReader.open(lakehouse)) {
      assertThat(audit.tables()).containsExactlyInAnyOrder(USERS.table(), orders.table());
      assertThat(audit.count(USERS.table())).isEqualTo(1);
      assertThat(audit.count(TableId.parse("public.nothing"))).isZero();
    }
    assertThat(entries(orders).get(0).after()).isEqualTo(Lakehouses.image("id", "5"));
  }

  @Test
  void partitionsByTheDayOfTheCommit() throws Exception {
    Lakehouses.write(
        lakehouse,
        USERS.insert("0/100").set("id", 1).committedAt("2026-02-28T23:59:59Z").transition(),
        USERS.insert("0/200").set("id", 2).committedAt("2026-03-01T00:00:00Z").transition(),
        USERS.insert("0/300").set("id", 3).committedAt("2026-02-28T00:00:00Z").transition());

    assertThat(partitions())
        .containsExactlyInAnyOrder("committed_at_day=2026-02-28", "committed_at_day=2026-03-01");
  }

  private Set<String> partitions() throws Exception {
    try (LakehouseCatalog catalog = LakehouseCatalog.open(lakehouse)) {
      Table table = catalog.find(USERS.table()).orElseThrow();
      try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
        return Set.copyOf(
            StreamSupport.stream(files.spliterator(), false)
                .map(file -> table.spec().partitionToPath(file.file().partition()))
                .toList());
      }
    }
  }

  private static RowTransition truncation(TableId table) {
    return new RowTransition(
        table,
        Op.TRUNCATE,
        null,
        null,
        null,
        null,
        new SourcePosition(0, 1, true, 2, 0, Op.TRUNCATE),
        733L,
        SnapshotKind.NONE,
        0,
        new Origin("app." + table, 0, 0));
  }

  private List<AuditEntry> entries(Rows rows) throws Exception {
    return Lakehouses.entries(lakehouse, rows.table());
  }
}
