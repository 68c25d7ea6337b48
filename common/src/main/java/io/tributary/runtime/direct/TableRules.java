package io.tributary.runtime.direct;

import java.util.List;

/** What a table must be like for its changes to be read whole without Kafka. */
record TableRules(FollowedTable table, String publication) {

  void report(List<String> problems) {
    String name = table.table().toString();
    if (!table.isOrdinary()) {
      problems.add(name + " is not an ordinary table; name its partitions, or read from Kafka");
      return;
    }
    identity(name, problems);
    reportUnfit(problems);
    arrays(name, problems);
  }

  /** Columns that cannot be read, also where the table was given them since the job began. */
  void reportUnfit(List<String> problems) {
    if (!table.unfit().isEmpty()) {
      problems.add(
          "%s has %s, which the connector reports wrongly or not at all; change the type, a key's name that is not ASCII, or one in quotes, or read from Kafka"
              .formatted(table.table(), table.unfit()));
    }
  }

  private void identity(String name, List<String> problems) {
    if (!table.published()) {
      problems.add(
          "%s is not published; ALTER PUBLICATION %s ADD TABLE %s"
              .formatted(name, publication, name));
    }
    if (!table.hasPrimaryKey()) {
      problems.add(
          name
              + " has no primary key, so that a repeated change could not be recognised; read from"
              + " Kafka");
    }
    if (table.identity().equals("n")) {
      problems.add("%s has no replica identity; give it DEFAULT or FULL".formatted(name));
    }
    if (table.identity().equals("x")) {
      problems.add(
          name
              + " has a replica identity's index without the primary key, so that a deletion does"
              + " not say which row; give it DEFAULT or FULL");
    }
    if (!table.neighbours().isEmpty()) {
      problems.add(
          "the connector takes %s for a pattern, which %s match too, and mixes up their columns; rename one"
              .formatted(name, table.neighbours()));
    }
  }

  private void arrays(String name, List<String> problems) {
    if (!table.arrays().isEmpty() && !table.hasFullIdentity()) {
      problems.add(
          ("%s has arrays %s, and the connector writes NULL for one that an update leaves"
                  + " unchanged; ALTER TABLE %s REPLICA IDENTITY FULL")
              .formatted(name, table.arrays(), name));
    }
  }
}
