package io.tributary.tools.preflight;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the connector's role must be allowed for it to read the pipeline's tables, and all of them.
 */
record RoleRules(String role, Findings findings) {

  /** An upsert reads what it finds. */
  private static final List<String> BEAT = List.of("SELECT", "INSERT", "UPDATE");

  /**
   * Looks at it.
   *
   * @param signals the table of signals, null where there is none
   */
  void look(SourceFacts facts, PipelineConfig config, @Nullable TableId signals)
      throws SQLException {
    Optional<SourceFacts.Role> found = facts.role(role);
    String about = "role " + role;
    if (found.isEmpty()) {
      findings.problem(about, "is not there", "name the connector's, or create it");
      return;
    }
    if (!found.get().replicates()) {
      findings.problem(
          about,
          "may not read a replication slot",
          "ALTER ROLE %1$s REPLICATION; on RDS and Aurora GRANT rds_replication TO %1$s"
              .formatted(quoted()));
    }
    if (!found.get().connects()) {
      findings.problem(
          about,
          "may not log in to the database",
          "ALTER ROLE %s LOGIN, and GRANT CONNECT ON DATABASE .. TO it".formatted(quoted()));
    }
    Set<TableId> tables = new TreeSet<>(config.tables().keySet());
    tables.remove(TableId.HEARTBEAT);
    for (TableId table : tables) {
      table(facts, table, List.of("SELECT"));
    }
    table(facts, TableId.HEARTBEAT, BEAT);
    if (signals != null) {
      table(facts, signals, List.of("INSERT"));
    }
  }

  private void table(SourceFacts facts, TableId table, List<String> privileges)
      throws SQLException {
    for (String lack : facts.lacks(role, table, privileges)) {
      String about = table.toString();
      switch (lack) {
        case "ROWS" ->
            findings.problem(
                about,
                "has row-level security, which leaves rows out of the snapshot of role " + role,
                "ALTER ROLE %s BYPASSRLS".formatted(quoted()));
        case "USAGE" ->
            findings.problem(
                about,
                "is in a schema that role %s may not use".formatted(role),
                "GRANT USAGE ON SCHEMA \"%s\" TO %s".formatted(table.schema(), quoted()));
        default ->
            findings.problem(
                about,
                "may not be used by role %s: it lacks %s".formatted(role, lack),
                "GRANT %s ON \"%s\".\"%s\" TO %s"
                    .formatted(lack, table.schema(), table.table(), quoted()));
      }
    }
  }

  private String quoted() {
    return "\"" + role.replace("\"", "\"\"") + "\"";
  }
}
