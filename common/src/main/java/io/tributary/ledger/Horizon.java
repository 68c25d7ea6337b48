package io.tributary.ledger;

import io.tributary.event.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The position below which no row of a table is alive. What raises it comes from one partition and
 * holds for the rows of all of them:
 *
 * <ul>
 *   <li><b>TRUNCATE</b> at a position ends every row whose last change stands below it.
 *   <li><b>A complete snapshot</b> shows every row that there is, at the position of the snapshot.
 *       A row whose last change stands below was not seen: it was deleted where nobody looked.
 * </ul>
 *
 * <p>Positions are a total order of commits, so which row a horizon ends does not depend on what
 * arrives first. A change below the horizon that arrives late is superseded: it happened, and
 * nothing is left of it. A change above it is of the row's next life.
 *
 * @param rows the horizon itself, null as long as nothing raised it
 * @param clearedAtMicros the commit time, microseconds since 1970 UTC, at which the entries below
 *     were looked through last for those to forget; at first that of what raised it first
 * @param truncates the latest TRUNCATEs that were seen, ascending, at most {@link #MOST_TRUNCATES}:
 *     by them, one that the connector repeats is recognised on whatever partition it arrives
 * @param forgotten the greatest position that has left that list; what is not above it counts as
 *     seen
 */
public record Horizon(
    @Nullable SourcePosition rows,
    long clearedAtMicros,
    List<SourcePosition> truncates,
    @Nullable SourcePosition forgotten) {

  static final int MOST_TRUNCATES = 64;

  /** Nothing has ended. */
  public static final Horizon NONE = new Horizon(null, 0, List.of(), null);

  public Horizon {
    truncates = List.copyOf(truncates);
  }

  /** Whether a change of a row at this position, and the row with it, is over. */
  public static boolean ends(@Nullable SourcePosition horizon, SourcePosition row) {
    return horizon != null && row.compareTo(horizon) < 0;
  }

  /** Whether this TRUNCATE has been seen before. */
  public boolean hasSeen(SourcePosition truncate) {
    return truncates.contains(truncate) || forgotten != null && truncate.compareTo(forgotten) <= 0;
  }

  /** This horizon after a TRUNCATE that it has not seen. */
  public Horizon truncatedAt(SourcePosition truncate, long committedAtMicros) {
    List<SourcePosition> seen = new ArrayList<>(truncates);
    seen.add(truncate);
    seen.sort(null);
    SourcePosition dropped = seen.size() > MOST_TRUNCATES ? seen.remove(0) : forgotten;
    Horizon raised = raisedTo(truncate, committedAtMicros);
    return new Horizon(raised.rows, raised.clearedAtMicros, seen, dropped);
  }

  /** This horizon, or a higher one. */
  public Horizon raisedTo(SourcePosition position, long committedAtMicros) {
    if (rows != null && position.compareTo(rows) <= 0) {
      return this;
    }
    long cleared = rows == null ? committedAtMicros : clearedAtMicros;
    return new Horizon(position, cleared, truncates, forgotten);
  }

  /** This horizon with the entries below it looked through at this time. */
  public Horizon clearedAt(long committedAtMicros) {
    return new Horizon(rows, committedAtMicros, truncates, forgotten);
  }
}
