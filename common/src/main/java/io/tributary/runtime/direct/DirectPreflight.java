package io.tributary.runtime.direct;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.PostgresSourceConfig;
import io.tributary.event.Lsn;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses what would lose changes without a word: a slot that is gone, has lost its log or has
 * moved beyond where a restored job wants to continue, tables that are not published or whose
 * changes the connector cannot report completely.
 *
 * <p>Every check throws {@link IllegalStateException} with all that is wrong and what to do.
 */
final class DirectPreflight implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DirectPreflight.class);

  /**
   * Names that the connector takes as they are: it takes them for regular expressions, and reads
   * them back from its state without quotes.
   */
  private static final String PLAIN = "\\w+";

  private final PostgresSourceConfig source;
  private final DatabaseConfig database;
  private final HashSet<TableId> tables;

  private DirectPreflight(
      PostgresSourceConfig source, DatabaseConfig database, Set<TableId> tables) {
    this.source = source;
    this.database = database;
    this.tables = new HashSet<>(tables);
  }

  /**
   * The checks of a pipeline that names {@code source.postgres} and {@code database}.
   *
   * @param tables all that are read, the heartbeat's included
   */
  static DirectPreflight of(PipelineConfig config, Set<TableId> tables) {
    return new DirectPreflight(
        Objects.requireNonNull(config.source().postgres()),
        Objects.requireNonNull(config.database()),
        tables);
  }

  /** The publication and its tables, and the slot where it is there already. */
  void beforeSubmission() {
    check((catalog, problems) -> everything(catalog, problems, false));
  }

  /** The same for people, a sentence for each thing that is wrong. */
  List<String> problems() throws SQLException {
    List<String> problems = new ArrayList<>();
    try (ReplicationCatalog catalog = ReplicationCatalog.open(database)) {
      everything(catalog, problems, false);
    }
    return problems;
  }

  /** The same, as things are when the source starts without state; says which slots were leaked. */
  void beforeStart() {
    check(
        (catalog, problems) -> {
          everything(catalog, problems, false);
          catalog
              .slot(source.slot())
              .filter(ReplicationSlot::active)
              .ifPresent(
                  slot ->
                      problems.add(
                          "the slot %s is in use; every job needs a slot of its own"
                              .formatted(slot.name())));
          for (ReplicationSlot leaked : catalog.offspringOf(source.slot())) {
            if (!leaked.active()) {
              LOG.warn(
                  "slot {} belongs to no reader and keeps the log from being removed; if no other"
                      + " program uses it: SELECT pg_drop_replication_slot('{}')",
                  leaked.name(),
                  leaked.name());
            }
          }
        });
  }

  /** The same when the source starts from a checkpoint: a slot created now would leave a gap. */
  void beforeRestore() {
    check((catalog, problems) -> everything(catalog, problems, true));
  }

  /**
   * Whether the slot can continue where the state ends.
   *
   * @param knownUpTo the highest LSN that the state accounts for
   */
  void beforeStreaming(long knownUpTo) {
    check(
        (catalog, problems) -> {
          slot(catalog, problems, true);
          catalog
              .slot(source.slot())
              .map(ReplicationSlot::confirmed)
              .filter(confirmed -> Long.compareUnsigned(confirmed.value(), knownUpTo) > 0)
              .ifPresent(
                  confirmed ->
                      problems.add(
                          ("the slot %s was confirmed up to %s, and the state that the job starts"
                                  + " from ends at %s: what was committed in between cannot be read"
                                  + " again. Start from a newer checkpoint, or without state and"
                                  + " with rebuilt results")
                              .formatted(source.slot(), confirmed, new Lsn(knownUpTo))));
        });
    beat();
  }

  /** The columns of a table that has been altered since the job began. */
  void afterAlteration(TableId table) {
    check(
        (catalog, problems) -> {
          for (FollowedTable altered : catalog.tables(Set.of(table), source.publication())) {
            new TableRules(altered, source.publication()).reportUnfit(problems);
          }
        });
  }

  /** A first change for the embedded Debezium, which sends no heartbeats before it has met one. */
  private void beat() {
    try (ReplicationCatalog catalog = ReplicationCatalog.open(database)) {
      catalog.beat();
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private interface Check {
    void run(ReplicationCatalog catalog, List<String> problems) throws SQLException;
  }

  private void check(Check check) {
    List<String> problems = new ArrayList<>();
    try (ReplicationCatalog catalog = ReplicationCatalog.open(database)) {
      check.run(catalog, problems);
    } catch (SQLException e) {
      throw unreachable(e);
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "cannot read %s directly:\n  %s"
              .formatted(database.url(), String.join("\n  ", problems)));
    }
  }

  private IllegalStateException unreachable(SQLException e) {
    return new IllegalStateException(
        "cannot look at the slot and the publication in %s as %s: %s; check `database` and that it is up"
            .formatted(database.url(), database.user(), e.getMessage()),
        e);
  }

  private void everything(ReplicationCatalog catalog, List<String> problems, boolean restored)
      throws SQLException {
    String level = catalog.setting("wal_level");
    if (!level.equals("logical")) {
      problems.add("wal_level is %s; set it to logical and restart PostgreSQL".formatted(level));
    }
    if (!catalog.publishesAll(source.publication()).orElse(false)) {
      problems.add(
          "no publication %s for insert, update, delete and truncate; create it for all tables of the pipeline"
              .formatted(source.publication()));
    }
    List<String> unreadable = catalog.enumsWithoutLabels();
    if (!unreadable.isEmpty()) {
      problems.add(
          ("the database has enums without labels and domains over enums, which keep the connector"
                  + " from starting whoever uses them: %s; drop or replace them, or read from Kafka")
              .formatted(unreadable));
    }
    slot(catalog, problems, restored);
    tables(catalog, problems);
  }

  private void slot(ReplicationCatalog catalog, List<String> problems, boolean restored)
      throws SQLException {
    ReplicationSlot slot = catalog.slot(source.slot()).orElse(null);
    if (slot == null) {
      if (restored) {
        problems.add(
            ("the slot %s is gone, and with it the changes since the state that the job starts"
                    + " from; start without state and with rebuilt results")
                .formatted(source.slot()));
      }
      return;
    }
    if (slot.isLost()) {
      problems.add(
          ("the slot %s has lost the log that it needs (max_slot_wal_keep_size); drop it, and start"
                  + " without state and with rebuilt results")
              .formatted(slot.name()));
    }
    if (!slot.plugin().equals("pgoutput")) {
      problems.add(
          "the slot %s is of the plug-in %s; give one of pgoutput, or none: it is created"
              .formatted(slot.name(), slot.plugin()));
    }
    String here = catalog.database();
    if (!slot.database().equals(here)) {
      problems.add(
          "the slot %s is of the database %s, not %s"
              .formatted(slot.name(), slot.database(), here));
    }
  }

  private void tables(ReplicationCatalog catalog, List<String> problems) throws SQLException {
    Set<TableId> missing = new HashSet<>(tables);
    for (FollowedTable table : catalog.tables(tables, source.publication())) {
      missing.remove(table.table());
      new TableRules(table, source.publication()).report(problems);
    }
    missing.stream()
        .sorted()
        .map(
            table ->
                table.equals(TableId.HEARTBEAT)
                    ? ReplicationCatalog.HOW_TO_BEAT
                    : "there is no table %s".formatted(table))
        .forEach(problems::add);
    tables.stream()
        .filter(table -> !table.schema().matches(PLAIN) || !table.table().matches(PLAIN))
        .map(
            "the name of %s is not one that the connector can keep; rename it, or read from Kafka"
                ::formatted)
        .forEach(problems::add);
  }
}
