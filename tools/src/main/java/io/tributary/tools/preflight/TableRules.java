package io.tributary.tools.preflight;

import io.tributary.config.TableConfig;
import io.tributary.config.binding.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a table must be like for its changes to be published, and complete.
 *
 * @param publication the connector's
 * @param named every table that the pipeline names, as SQL writes it
 */
record TableRules(String publication, Set<String> named, Findings findings) {

  void look(SourceTable table, TableConfig config) {
    if (isTold(table)) {
      identity(table, config);
      below(table);
      names(table, config);
    }
  }

  /** Whether its changes come at all, under its own name. */
  boolean isTold(SourceTable table) {
    String name = table.name();
    if (!table.isTable()) {
      findings.problem(
          name,
          "is not a table, and PostgreSQL publishes nothing else",
          "name the table behind it");
      return false;
    } else if (!table.persistence().equals("p")) {
      findings.problem(
          name,
          "is unlogged, so that its changes are not published",
          "ALTER TABLE %s SET LOGGED".formatted(name));
      return false;
    } else if (table.published()) {
      return true;
    }
    unpublished(table);
    return false;
  }

  private void unpublished(SourceTable table) {
    String name = table.name();
    if (table.isPartitioned() && table.below().stream().anyMatch(SourceTable::published)) {
      findings.problem(
          name,
          "is partitioned, and its changes are published under the names of its partitions",
          "ALTER PUBLICATION \"%s\" SET (publish_via_partition_root = true)"
              .formatted(publication));
    } else if (table.partition()) {
      findings.problem(
          name,
          "is a partition that is not published under its own name",
          "name the partitioned table, or publish the partition");
    } else {
      findings.problem(
          name,
          "is not published",
          "ALTER PUBLICATION \"%s\" ADD TABLE %s".formatted(publication, name));
    }
  }

  private void identity(SourceTable table, TableConfig config) {
    String name = table.name();
    String full = "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(name);
    if (table.hasNoIdentity() || !table.hasKey() && !table.isFull()) {
      findings.problem(
          name,
          "has neither a primary key nor REPLICA IDENTITY FULL, so that PostgreSQL refuses its"
              + " updates and deletes, or does not say which row they are of",
          "give it a primary key, or " + full);
    } else if (table.identity().equals("i") && !table.identityHoldsKey()) {
      findings.problem(
          name,
          "has an index for its replica identity that lacks columns of the primary key, so that"
              + " deletes lack the key",
          "ALTER TABLE %s REPLICA IDENTITY DEFAULT".formatted(name));
    } else if (!table.hasKey() && config.key().isEmpty()) {
      findings.warning(
          name,
          "has no primary key, so that a change that the connector repeats counts twice, and a"
              + " TRUNCATE is refused",
          "give it a primary key");
    }
    if (table.hasKey() && !table.isFull() && !table.large().isEmpty()) {
      findings.warning(
          name,
          "loses large values of %s that an update leaves unchanged where the row's key"
                  .formatted(table.large())
              + " changes with it",
          "if keys change: " + full);
    }
  }

  private void below(SourceTable table) {
    for (SourceTable part : table.below()) {
      if (part.partition() && !part.isPartitioned()) {
        partition(table, part);
      } else if (!part.partition() && !named.contains(part.name())) {
        findings.warning(
            table.name(),
            "is inherited from by %s, whose rows are published as its own".formatted(part.name()),
            "name it under tables, too, if its rows count");
      }
    }
  }

  /** PostgreSQL takes the identity of the partition that has the row, and it is not inherited. */
  private void partition(SourceTable table, SourceTable part) {
    if (!part.isTable()) {
      findings.problem(
          part.name(), "is a partition elsewhere, whose changes are not published", "detach it");
    } else if (table.isFull() && !part.isFull()) {
      findings.problem(
          part.name(),
          "is not REPLICA IDENTITY FULL as %s is, so that old values are made up and believed"
              .formatted(table.name()),
          "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(part.name()));
    } else if (part.hasNoIdentity() || part.identity().equals("i") && !part.identityHoldsKey()) {
      findings.problem(
          part.name(),
          "has a replica identity without the primary key",
          "ALTER TABLE %s REPLICA IDENTITY DEFAULT".formatted(part.name()));
    }
  }

  private void names(SourceTable table, TableConfig config) {
    Set<String> known = new LinkedHashSet<>(table.columns());
    unknown(table, known, "pii", config.pii().keySet());
    unknown(table, known, "columns", config.columns().keySet());
    unknown(table, known, "key", config.key());
  }

  private void unknown(
      SourceTable table, Set<String> known, String where, Iterable<String> written) {
    Set<String> missing = new TreeSet<>();
    written.forEach(missing::add);
    missing.removeAll(known);
    for (String column : missing) {
      findings.warning(
          table.name(),
          "has no column %s, which %s names".formatted(column, where),
          Nearest.question(
              column, List.copyOf(known), "take it out, unless a column was renamed from it"));
    }
  }
}
