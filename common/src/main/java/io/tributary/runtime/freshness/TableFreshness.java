package io.tributary.runtime.freshness;

import io.tributary.event.Lsn;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * "Of this table, the results hold everything that was committed up to here", and possibly later
 * changes too. What was put aside as a dead letter counts as held.
 *
 * @param asOfMillis everything that was visible in the database then, in its own time; milliseconds
 *     since 1970 UTC
 * @param lsn everything whose commit lies before this in the database's log; an {@link Lsn}
 * @param proven whether the connector is known to have written all of it, or only seemed to
 * @param rewrittenAtMillis when DDL rewrote rows of which some still count as they were before,
 *     which no change event shows; milliseconds since 1970 UTC; {@link #NOT_REWRITTEN} if there are
 *     none, {@link #UNKNOWN} where nobody says
 */
public record TableFreshness(
    TableId table, long asOfMillis, long lsn, boolean proven, long rewrittenAtMillis)
    implements Serializable {

  public static final long NOT_REWRITTEN = 0;

  public static final long UNKNOWN = -1;

  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /** Where nobody says of rewritten rows. */
  public TableFreshness(TableId table, long asOfMillis, long lsn, boolean proven) {
    this(table, asOfMillis, lsn, proven, UNKNOWN);
  }

  /** The same with what is known of rewritten rows. */
  public TableFreshness rewrittenAt(long millis) {
    return new TableFreshness(table, asOfMillis, lsn, proven, millis);
  }

  /** Milliseconds always, so that moments compare as texts: {@code 2026-03-01T12:00:00.000Z}. */
  public String asOfText() {
    return MOMENT.format(Instant.ofEpochMilli(asOfMillis));
  }

  /** {@code proven} or {@code approximate}, as it is published. */
  public String kind() {
    return proven ? "proven" : "approximate";
  }

  /** The LSN as PostgreSQL writes it: {@code 0/16B3748}. */
  public String lsnText() {
    return new Lsn(lsn).toString();
  }
}
