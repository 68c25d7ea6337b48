package io.tributary.runtime.direct;

import io.debezium.connector.postgresql.connection.pgoutput.PgOutputColumnValue;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/** What a JVM must be like for the connector to read values as they are. */
final class DirectJvm {

  private DirectJvm() {}

  /**
   * Looks at this JVM; to be called in every one that reads, or says what to read.
   *
   * @throws IllegalStateException if it would read other values, and what to do
   */
  static void check() {
    inUtc();
    repaired();
  }

  /** The connector builds times of its snapshot in the zone of its JVM, which it also announces. */
  private static void inUtc() {
    ZoneId zone = ZoneId.systemDefault();
    ZoneRules rules = zone.getRules();
    if (!rules.isFixedOffset() || !rules.getOffset(Instant.EPOCH).equals(ZoneOffset.UTC)) {
      throw new IllegalStateException(
          ("a JVM of this job is in the time zone %s, in which the connector shifts times;"
                  + " start all of the cluster's with env.java.opts.all: -Duser.timezone=UTC")
              .formatted(zone));
    }
  }

  /** Debezium's own class cannot be made from here, and would fail at an infinite numeric. */
  private static void repaired() {
    try {
      new PgOutputColumnValue("Infinity").asDecimal();
    } catch (LinkageError | NumberFormatException e) {
      throw new IllegalStateException(
          "another Debezium stands before the job's own on the class path; remove Flink CDC from"
              + " Flink's lib, or load classes child-first",
          e);
    }
  }
}
