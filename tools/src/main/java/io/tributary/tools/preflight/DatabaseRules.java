package io.tributary.tools.preflight;

import io.tributary.config.PipelineConfig;
import io.tributary.config.TableConfig;
import io.tributary.event.TableId;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the database must be like for a connector to capture the pipeline's tables.
 *
 * @param slot the connector's, null where nobody says
 */
record DatabaseRules(String publication, @Nullable String slot, Findings findings) {

  private static final TableConfig NOTHING_SAID = new TableConfig(List.of(), Map.of(), Map.of());

  void look(SourceFacts facts, PipelineConfig config) throws SQLException {
    String level = facts.walLevel();
    if (!level.equals("logical")) {
      findings.problem("wal_level", "is " + level, "set it to logical and restart PostgreSQL");
    }
    tables(facts, config, isPublication(facts));
    List<SourceSlot> slots = facts.slots();
    new SlotRules(slot, facts.database(), findings).look(slots);
    if (slot != null
        && facts.freeSlots() == 0
        && slots.stream().noneMatch(it -> it.name().equals(slot))) {
      findings.problem(
          "max_replication_slots",
          "is reached, so that the connector cannot make its slot",
          "drop an unused slot, or raise it");
    }
    history(facts);
  }

  private boolean isPublication(SourceFacts facts) throws SQLException {
    Optional<String> left = facts.notPublished(publication);
    String about = "publication " + publication;
    if (left.isEmpty()) {
      findings.problem(
          about,
          "is not there",
          "name the connector's by --publication, or CREATE PUBLICATION \"%s\" FOR TABLE .. with"
                  .formatted(publication)
              + " the pipeline's tables and tributary.heartbeat");
    } else if (!left.get().isEmpty()) {
      findings.problem(
          about,
          "leaves out " + left.get(),
          "ALTER PUBLICATION \"%s\" SET (publish = 'insert, update, delete, truncate')"
              .formatted(publication));
    }
    return left.isPresent();
  }

  private void tables(SourceFacts facts, PipelineConfig config, boolean isPublication)
      throws SQLException {
    Map<TableId, TableConfig> wanted = new TreeMap<>(config.tables());
    wanted.remove(TableId.HEARTBEAT);
    Map<TableId, SourceTable> found = new TreeMap<>();
    Set<String> named = new HashSet<>();
    for (TableId table : wanted.keySet()) {
      Optional<SourceTable> known = facts.table(table, publication);
      if (known.isEmpty()) {
        findings.problem(
            table.toString(),
            "is not there",
            "create it, or take it out of tables; names are case-sensitive");
      } else {
        found.put(table, known.get());
        named.add(known.get().name());
      }
    }
    if (isPublication) {
      TableRules rules = new TableRules(publication, named, findings);
      found.forEach((table, known) -> rules.look(known, wanted.getOrDefault(table, NOTHING_SAID)));
      heartbeat(facts, rules);
    }
  }

  private void heartbeat(SourceFacts facts, TableRules rules) throws SQLException {
    Optional<SourceTable> heartbeat = facts.table(TableId.HEARTBEAT, publication);
    if (heartbeat.isPresent()) {
      rules.isTold(heartbeat.get());
      return;
    }
    findings.problem(
        TableId.HEARTBEAT.toString(),
        "is not there: while the tables are idle the slot holds its log, and windows stand still",
        "CREATE TABLE tributary.heartbeat (id int PRIMARY KEY, beat_at timestamptz), publish it,"
            + " and let the connector's role write it");
  }

  private void history(SourceFacts facts) throws SQLException {
    Optional<String> described = facts.historyPublication();
    if (described.isEmpty()) {
      return;
    } else if (!described.get().equals(publication)) {
      findings.problem(
          "schema history",
          "describes the publication " + described.get(),
          "tributary schema-history install --publication " + publication);
    }
    if (facts.historyTriggers() < 3) {
      findings.warning(
          "schema history",
          "does not record DDL: event triggers are missing or not ENABLE ALWAYS",
          "have a superuser run tributary schema-history install --only triggers");
    }
  }
}
