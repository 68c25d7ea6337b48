package io.tributary.runtime.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SourceCatalogIT {

  private static final TableId ORDERS = TableId.parse("public.orders");
  private static final TableId LOG = TableId.parse("public.Access Log");

  @RegisterExtension static final CatalogDatabase database = new CatalogDatabase();

  @BeforeAll
  static void createTables() throws Exception {
    database.execute(
        "CREATE DOMAIN cents AS numeric(12,2)",
        "CREATE TYPE state AS ENUM ('open', 'paid')",
        "CREATE TABLE orders (note text, shop int, id bigint, total cents, state state, gone int,"
            + " at timestamp(3), tags text[], PRIMARY KEY (id, shop))",
        "ALTER TABLE orders DROP COLUMN gone",
        "CREATE TABLE \"Access Log\" (page text)",
        "ALTER TABLE \"Access Log\" REPLICA IDENTITY FULL");
  }

  @Test
  void describesColumnsKeyAndReplicaIdentity() {
    Map<TableId, TableDescription> tables =
        SourceCatalog.describe(database.pipeline("public.orders: {}\n  public.Access Log: {}"));
    TableDescription orders = Objects.requireNonNull(tables.get(ORDERS));
    assertThat(orders.key()).containsExactly("id", "shop");
    assertThat(orders.fullIdentity()).isFalse();
    int oid = orders.columns().column(0).attribute() >>> 11;
    assertThat(orders.columns().columns())
        .containsExactly(
            column("note", ColumnType.of(Kind.TEXT), oid, 1),
            column("shop", ColumnType.of(Kind.INTEGER), oid, 2),
            column("id", ColumnType.of(Kind.BIGINT), oid, 3),
            column("total", ColumnType.numeric(12, 2), oid, 4),
            column("state", ColumnType.of(Kind.TEXT), oid, 5),
            column("at", new ColumnType(Kind.TIMESTAMP, 3, 0, null), oid, 7),
            column("tags", ColumnType.arrayOf(ColumnType.of(Kind.TEXT)), oid, 8));
    TableDescription log = Objects.requireNonNull(tables.get(LOG));
    assertThat(log.key()).isEmpty();
    assertThat(log.fullIdentity()).isTrue();
  }

  private static RowSchema.Column column(String name, ColumnType type, int oid, int number) {
    return new RowSchema.Column(name, type, RowSchema.Column.attribute(oid, number));
  }

  @Test
  void letsTheFilePrevailOverTheDatabase() {
    Map<TableId, TableDescription> tables =
        SourceCatalog.describe(
            database.pipeline("public.orders: { key: [id], columns: { note: jsonb } }"));
    TableDescription orders = Objects.requireNonNull(tables.get(ORDERS));
    assertThat(orders.key()).containsExactly("id");
    assertThat(orders.columns().column(0).type()).isEqualTo(ColumnType.of(Kind.JSON));
    assertThat(orders.columns().size()).isEqualTo(7);
  }

  @Test
  void leavesOutATableThatNobodyKnows() {
    assertThat(SourceCatalog.describe(database.pipeline("public.nowhere: {}"))).isEmpty();
  }

  @Test
  void saysWhichDatabaseRefused() {
    assertThatThrownBy(
            () -> SourceCatalog.describe(database.pipeline("nowhere", "public.orders: {}")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/nowhere")
        .hasMessageContaining("check `database`");
  }
}
