package io.tributary.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.event.Op;
import io.tributary.event.RowSchema;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The scripts on a real server: installed by a role that may create a schema and nothing else, the
 * event triggers by a superuser, DDL by a role that has no right in the schema tributary.
 */
class HistoryScriptsIT {

  private static final JsonMapper JSON = new JsonMapper();

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();
  private static int databases;

  private HistoryDatabase database;

  @BeforeAll
  static void start() throws SQLException {
    HistoryDatabase.createRoles(POSTGRES.server());
  }

  @BeforeEach
  void install() throws SQLException {
    database = HistoryDatabase.create(POSTGRES.server(), "scripts" + ++databases);
  }

  @Test
  void publishesTheStateOfPublishedTablesOnInstallation() throws Exception {
    assertThat(database.entries())
        .containsExactly(
            "publish_schema public.t [id] 1 id bigint, 2 total numeric(12,2), 3 tags text[]",
            "publish_schema public.part1 [] 1 id integer, 2 at date");
  }

  @Test
  void describesEverythingThatTheFormatNames() throws Exception {
    database.asDeveloper(
        "CREATE TYPE pair AS (a int, b int)",
        "ALTER TABLE t ADD p pair, ADD twice int GENERATED ALWAYS AS (2) STORED,"
            + " REPLICA IDENTITY FULL");
    List<JsonNode> contents = database.contents();
    JsonNode content = contents.get(contents.size() - 1);
    assertThat(content.get("format").intValue()).isEqualTo(1);
    assertThat(content.get("identity").textValue()).isEqualTo("full");
    assertThat(content.get("columns").get(1))
        .isEqualTo(
            JSON.readTree(
                """
                {"attribute": 2, "name": "total", "type": "numeric(12,2)", "nullable": false,
                 "default": true, "generated": false, "opaque": false}"""));
    assertThat(content.get("columns").get(3).get("opaque").booleanValue()).isTrue();
    assertThat(content.get("columns").get(4))
        .isEqualTo(
            JSON.readTree(
                """
                {"attribute": 5, "name": "twice", "type": "integer", "nullable": true,
                 "default": false, "generated": true, "opaque": false}"""));
  }

  @Test
  void describesRowsBeforeAndAfterDdlInOneTransaction() throws Exception {
    database.asDeveloper(
        "BEGIN; INSERT INTO t VALUES (1); ALTER TABLE t DROP tags; INSERT INTO t VALUES (2); COMMIT");
    assertThat(database.entries())
        .last()
        .isEqualTo("ALTER TABLE public.t [id] 1 id bigint, 2 total numeric(12,2)");
  }

  @Test
  void publishesTheStateForWhoeverAsks() throws Exception {
    database.entries();
    database.asDeveloper("SELECT tributary.publish_schema()");
    assertThat(database.entries()).hasSize(2);
    assertThatThrownBy(() -> database.asDeveloper("SELECT tributary.emit_schema('{}', 'forged')"))
        .hasMessageContaining("permission denied");
  }

  /** A state that was read before an alteration's commit, and is committed after it. */
  @Test
  void isNotMisledByAStateThatAnAlterationOvertook() throws Exception {
    try (Connection publishing = database.connect();
        Statement publish = publishing.createStatement()) {
      database.asDeveloper("SELECT 1");
      publishing.setAutoCommit(false);
      try (Connection altering = database.connect();
          Statement alter = altering.createStatement()) {
        altering.setAutoCommit(false);
        alter.execute("ALTER TABLE t ADD x int");
        publish.execute("SELECT tributary.publish_schema()");
        altering.commit();
      }
      publishing.commit();
    }
    SchemaHistory history = database.history();
    SourcePosition now = new SourcePosition(0, Long.MAX_VALUE, true, 0, 0, Op.UPDATE);
    assertThat(
            Objects.requireNonNull(history.at(TableId.parse("public.t"), now)).columns().columns())
        .extracting(RowSchema.Column::name)
        .contains("x");
  }

  @Test
  void neverMakesDdlFail() throws Exception {
    database.asOwner("DROP FUNCTION tributary.describe_table(oid)");
    database.entries();
    List<String> warnings = database.asDeveloper("ALTER TABLE t ADD x int", "DROP TABLE part1");
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("ALTER TABLE is not in the schema history");
    assertThat(database.entries())
        .containsExactly("ALTER TABLE error 42883", "DROP TABLE public.part1 dropped");
    assertThat(database.asDeveloper("ALTER TABLE t ALTER total TYPE text")).hasSize(2);
    assertThat(database.entries())
        .containsExactly("ALTER TABLE error 42883", "ALTER TABLE error 42883");

    database.asOwner("DROP FUNCTION tributary.emit_schema(jsonb, text)");
    database.asDeveloper("ALTER TABLE t ADD y float DEFAULT random()", "DROP TABLE t");
    assertThat(database.entries()).isEmpty();

    database.asOwner(HistoryScripts.functions("tributary"));
    database.asDeveloper("CREATE TABLE part3 PARTITION OF parted FOR VALUES FROM (20) TO (30)");
    assertThat(database.entries()).last().asString().startsWith("CREATE TABLE public.part3");
  }

  @Test
  void installsAgainWithoutADifference() throws Exception {
    database.asOwner(HistoryScripts.functions("tributary"));
    database.asSuperuser(HistoryScripts.triggers());
    database.entries();
    database.asDeveloper("ALTER TABLE t ADD x int");
    assertThat(database.entries()).hasSize(1);
  }

  @Test
  void refusesAPublicationThatIsNotThere() {
    assertThatThrownBy(() -> database.asOwner(HistoryScripts.functions("o'ther")))
        .hasMessageContaining("publication \"o'ther\" does not exist");
  }

  @Test
  void leavesNothingBehindButWhatOthersHaveInItsSchema() throws Exception {
    database.asSuperuser("CREATE TABLE tributary.heartbeat (id int)");
    database.asSuperuser(HistoryScripts.uninstall());
    database.entries();
    database.asDeveloper("ALTER TABLE t ADD x int");
    assertThat(database.entries()).isEmpty();
    database.asSuperuser("DROP TABLE tributary.heartbeat", HistoryScripts.uninstall());
    assertThatThrownBy(() -> database.asSuperuser("SELECT 'tributary'::regnamespace"))
        .hasMessageContaining("does not exist");
  }
}
