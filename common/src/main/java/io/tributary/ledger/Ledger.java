package io.tributary.ledger;

import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnRenames;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.RowTransition;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of one lane ({@link ChangeEvent#lane}), in the order in which they arrive, into
 * transitions. Pure: what a lane remembers comes in and goes out as its {@link LedgerEntry}.
 *
 * <p><b>Order.</b> A streamed event that is not above the last applied position is a replay. A
 * snapshot row always wins and sets the position, up or down: whatever arrived before it on its
 * partition was written before it was read, and after a slot was lost the positions that follow it
 * may be lower than those that preceded it.
 *
 * <p><b>Snapshot rows.</b> One that equals what is known makes no transition, so that a snapshot
 * that starts again, or runs beside the stream, leaves no trace in an audit trail. One that differs
 * makes a READ from the known image to its own, which stands for the changes that it hides. So does
 * one whose columns are not all kept, because the others may differ.
 *
 * <p><b>Rows that ended.</b> Below its table's {@link Horizon} no row is alive. An entry below it
 * is of a row that is gone. An event below it is {@linkplain LedgerOutcome.Superseded superseded};
 * its entry only keeps a replay of it from being taken for another change. So a TRUNCATE, or the
 * end of a snapshot, and the rows of other partitions may arrive in any order: in the end the rows
 * above it are alive.
 *
 * <p><b>Images.</b> The old image is the known one, its gaps filled from the wire's. An update's
 * unavailable columns are taken from the old image. An insert's are not: it may be the second half
 * of a key change, and then its unchanged values are another row's.
 *
 * <p><b>Generations.</b> An entry knows under which of the {@link Generations} its row was counted.
 * What is defined later has not counted the row until {@link #fill}, or the next event that holds
 * all of it. Each transition says what its old image is to be taken back from, and what its new one
 * is to be added to.
 *
 * <p><b>Tables without primary key</b> have one lane, and no image is kept: images are the wire's.
 * An event at the last position is a replay if transactions are numbered. If they are not, it is
 * accepted, because the rows of one COPY share a position. So these tables are exact only if their
 * topic has one partition, the connector provides transaction metadata, and no snapshot of them
 * starts again.
 */
public final class Ledger {

  private final Reductions reductions;
  private final boolean ownImagesOnly;
  private final Entries entries = new Entries();
  private final Generations generations;

  /**
   * @param columnsNeeded the columns that images are reduced to besides those of the key, by table;
   *     all where the set is empty or the table is not named
   * @param ownImagesOnly whether a row's old image is what its last transition left, under the
   *     names and types of then, so that a sum takes back what it has counted and nothing else; not
   *     for tables without key, which have no other old images than the wire's
   * @param generations of what rows are counted in
   */
  public Ledger(
      Map<TableId, Set<String>> columnsNeeded, boolean ownImagesOnly, Generations generations) {
    this.reductions = new Reductions(columnsNeeded);
    this.ownImagesOnly = ownImagesOnly;
    this.generations = generations;
  }

  /** A ledger that uses the old images of the wire. */
  public Ledger(Map<TableId, Set<String>> columnsNeeded) {
    this(columnsNeeded, false, Generations.NONE);
  }

  /**
   * Applies an event to its lane.
   *
   * @param entry what the lane remembers, null where it remembers nothing
   * @param horizon the table's {@link Horizon#rows}, null where nothing ended; a table without
   *     primary key has none
   * @throws IllegalArgumentException for TRUNCATE, which is no event of one row
   */
  public LedgerOutcome apply(
      @Nullable LedgerEntry entry, ChangeEvent event, @Nullable SourcePosition horizon) {
    if (event.op() == Op.TRUNCATE) {
      throw new IllegalArgumentException("TRUNCATE of " + event.table() + " has no lane");
    }
    if (entry != null && isReplay(entry.position(), event)) {
      return new LedgerOutcome.Unmoved(entry, LedgerOutcome.Reason.REPLAY);
    }
    if (event.key() == null) {
      generations.refuseWithoutKey(event.table());
      return applyToTable(event);
    } else if (!Horizon.ends(horizon, event.position())) {
      boolean ended = entry != null && Horizon.ends(horizon, entry.position());
      return applyToRow(ended ? null : entry, event);
    } else if (entry != null && !Horizon.ends(horizon, entry.position())) {
      return new LedgerOutcome.Unmoved(entry, LedgerOutcome.Reason.REPLAY);
    }
    LedgerOutcome outcome = applyToRow(entry, event);
    return outcome instanceof LedgerOutcome.Moved moved
        ? new LedgerOutcome.Superseded(moved.entry(), moved.transition())
        : outcome;
  }

  /** Applies an event to its lane in a table of which nothing ended. */
  public LedgerOutcome apply(@Nullable LedgerEntry entry, ChangeEvent event) {
    return apply(entry, event, null);
  }

  /**
   * Counts the row of an entry in what has been defined since it was counted last, as far as what
   * is kept of it suffices: a READ of the image that is known already. Whoever applies an event to
   * an entry, or ends it, does this before. So a row makes the same transitions whether it is
   * changed before its turn comes or after.
   *
   * @param horizon the table's; a row below it is not counted in anything
   * @return null if there is nothing to do
   */
  public LedgerOutcome.@Nullable Moved fill(
      TableId table, LedgerEntry entry, @Nullable SourcePosition horizon) {
    if (entry.image() == null || !generations.isFormer(table, entry.generation())) {
      return null;
    }
    int reached = generations.reachable(table, entry.generation());
    if (reached == entry.generation() || Horizon.ends(horizon, entry.position())) {
      return null;
    }
    LedgerEntry filled = entry.counted(reached);
    return new LedgerOutcome.Moved(filled, filled.recounted(table, entry.generation()), false);
  }

  /**
   * The end of a row below a new horizon.
   *
   * @param end what raised the horizon: a TRUNCATE, whose rows end with it; or a snapshot's row,
   *     and then the row was deleted before, while nobody looked: a DELETE marked as the snapshot's
   */
  public static RowTransition ended(TableId table, LedgerEntry entry, ChangeEvent end) {
    return new RowTransition(
        table,
        end.op() == Op.TRUNCATE ? Op.TRUNCATE : Op.DELETE,
        entry.key(),
        entry.image(),
        null,
        null,
        end.position(),
        end.txId(),
        end.snapshot(),
        end.committedAtMicros(),
        end.origin(),
        entry.generation(),
        0);
  }

  private static boolean isReplay(SourcePosition last, ChangeEvent event) {
    if (event.op() == Op.READ) {
      return false;
    }
    int order = event.position().compareTo(last);
    boolean sharesPositions = event.key() == null && event.position().transactionOrder() == 0;
    return order < 0 || order == 0 && !sharesPositions;
  }

  private LedgerOutcome applyToTable(ChangeEvent event) {
    RowImage before = reductions.apply(event, event.before());
    boolean unseen = before == null && hadRow(event.op());
    if (unseen) {
      before = reductions.apply(event, toldOfUnseen(event, null));
    }
    return moved(event, null, before, reductions.apply(event, event.after()), unseen, 0, 0);
  }

  private LedgerOutcome applyToRow(@Nullable LedgerEntry entry, ChangeEvent event) {
    RowImage counted = entry == null ? null : entry.image();
    RowImage known = renamed(counted, event);
    RowImage told = ownImagesOnly ? null : reductions.apply(event, event.before());
    boolean unseen = known == null && hadRow(event.op());
    RowImage before = known != null && told != null ? known.filledFrom(told) : known;
    if (unseen && !ownImagesOnly) {
      before = reductions.apply(event, toldOfUnseen(event, told));
    }
    RowImage after = reductions.apply(event, event.after());
    if (after != null && before != null && event.op() == Op.UPDATE) {
      after = after.filledFrom(before);
    }
    int generation = known == null || entry == null ? 0 : entry.generation();
    int next = after == null ? 0 : generations.next(event, known, generation, after);
    if (event.op() == Op.READ
        && known != null
        && generation == next
        && (known == counted || !ownImagesOnly)
        && showsThatNothingChanged(event, known, after)) {
      LedgerEntry reset = entries.of(event, known, next);
      return new LedgerOutcome.Unmoved(reset, LedgerOutcome.Reason.UNCHANGED_SNAPSHOT_ROW);
    }
    // What an image amounts to can depend on its columns' names and types.
    RowImage old = ownImagesOnly ? counted : before;
    return moved(event, after, old, after, unseen, generation, next);
  }

  /** A column may have got another name, or another type, since the row was kept. */
  private static @Nullable RowImage renamed(@Nullable RowImage image, ChangeEvent event) {
    RowImage told = event.after() != null ? event.after() : event.before();
    return image == null || told == null ? image : ColumnRenames.apply(image, told.schema());
  }

  /** Reduced images cannot: the row may differ in a column that is not kept. */
  private static boolean showsThatNothingChanged(
      ChangeEvent event, RowImage known, @Nullable RowImage after) {
    return Objects.equals(event.after(), after) && Objects.equals(known, after);
  }

  private LedgerOutcome moved(
      ChangeEvent event,
      @Nullable RowImage kept,
      @Nullable RowImage before,
      @Nullable RowImage after,
      boolean unseen,
      int counted,
      int counts) {
    return new LedgerOutcome.Moved(
        entries.of(event, kept, counts),
        RowTransition.of(event, before, after, counted, counts),
        unseen);
  }

  private static boolean hadRow(Op op) {
    return op == Op.UPDATE || op == Op.DELETE;
  }

  /** The old row as far as the wire shows it: its key, and what the wire could be trusted in. */
  private static RowImage toldOfUnseen(ChangeEvent event, @Nullable RowImage old) {
    RowImage whole = event.after() != null ? event.after() : event.before();
    RowKey key = event.key();
    if (whole != null) {
      RowImage image = RowImage.unavailable(whole.schema());
      image = old == null ? image : image.filledFrom(old);
      return key == null ? image : image.filledFrom(key.columns());
    }
    return key == null ? RowImage.unavailable(RowSchema.of()) : key.columns();
  }
}
