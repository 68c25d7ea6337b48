package io.tributary.rollup;

import io.tributary.event.ColumnType;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.time.Instant;

/**
 * The changes of a table of events, and of the database's heartbeat, as the wire tells them.
 * Commits are a millisecond apart, and rows happen at noon.
 */
public abstract class EngagementEvents {

  static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");

  static final Rows EVENTS =
      Rows.of("public.events")
          .column("id", ColumnType.Kind.BIGINT)
          .column("user_id", ColumnType.Kind.BIGINT)
          .column("event_type", ColumnType.Kind.TEXT)
          .column("value", ColumnType.numeric(12, 2))
          .column("occurred_at", ColumnType.Kind.TIMESTAMPTZ)
          .key("id");

  private static final Rows HEARTBEAT =
      Rows.of("tributary.heartbeat").column("id", ColumnType.Kind.INTEGER).key("id");

  public final InMemoryChanges changes = InMemoryChanges.withPartitions(2);
  Instant now = NOON;

  private int commits;

  public RowChange insert(long id, long user, String type, String value) {
    return insert(lsn(), id, user, type, value).committedAt(tick());
  }

  /** A row of a COPY, whose rows have one position in the log, and one commit. */
  RowChange copied(String lsn, long id, long user) {
    return insert(lsn, id, user, "click", "0").committedAt(now.toString());
  }

  private static RowChange insert(String lsn, long id, long user, String type, String value) {
    return EVENTS
        .insert(lsn)
        .set("id", id)
        .set("user_id", user)
        .set("event_type", type)
        .set("value", value)
        .set("occurred_at", NOON.toString());
  }

  public RowChange delete(long id) {
    return EVENTS.delete(lsn()).was("id", id).committedAt(tick());
  }

  public void heartbeat() {
    changes.add(HEARTBEAT.update(lsn()).set("id", 1).committedAt(tick()));
  }

  /** A snapshot of everything that shows one click. */
  public void snapshot(long id, long user) {
    String at = lsn();
    changes.add(
        EVENTS
            .read(at)
            .set("id", id)
            .set("user_id", user)
            .set("event_type", "click")
            .set("value", "0")
            .set("occurred_at", NOON.toString())
            .committedAt(tick()));
    changes.add(HEARTBEAT.read(at).set("id", 1).committedAt(tick()));
  }

  public String lsn() {
    return "0/" + Integer.toHexString(0x100 * ++commits);
  }

  /** Each commit is a millisecond after the one before. */
  public String tick() {
    String moment = now.toString();
    now = now.plusMillis(1);
    return moment;
  }
}
