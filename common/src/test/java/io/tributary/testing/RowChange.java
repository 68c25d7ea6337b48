package io.tributary.testing;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.Origin;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of a row, being written down. The new image starts as the old one ({@link #was}) and
 * has NULL in every column that neither names.
 */
public final class RowChange {

  private static final long FIRST_COMMIT_MICROS = 1_767_225_600_000_000L;

  private final Rows rows;
  private final Op op;
  private final Lsn lsn;
  private final Map<String, @Nullable Object> before = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> after = new LinkedHashMap<>();
  private final Set<String> unavailable = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private Lsn commitPosition;
  private long transactionOrder;
  private long committedAtMicros;
  private SnapshotKind snapshot;
  private @Nullable RowKey linkedKey;
  private Origin origin;

  RowChange(Rows rows, Op op, Lsn lsn) {
    this.rows = rows;
    this.op = op;
    this.lsn = lsn;
    this.commitPosition = lsn;
    this.committedAtMicros = FIRST_COMMIT_MICROS + lsn.value() * 1000;
    this.snapshot = op == Op.READ ? SnapshotKind.INITIAL : SnapshotKind.NONE;
    this.origin = new Origin("app." + rows.table(), 0, lsn.value());
  }

  /** A column of the new image. */
  public RowChange set(String column, @Nullable Object value) {
    after.put(column, typed(column, value));
    return this;
  }

  /** A column of the old image. */
  public RowChange was(String column, @Nullable Object value) {
    before.put(column, typed(column, value));
    return this;
  }

  /** A column of the new image that the wire did not carry: an unchanged TOASTed value. */
  public RowChange unavailable(String column) {
    unavailable.add(column);
    return this;
  }

  /** A column of the new image whose value the connector had and did not tell. */
  public RowChange lost(String column) {
    lost.add(column);
    return this;
  }

  /** The commit that preceded this change's transaction; as the change's own LSN unless said. */
  public RowChange after(String precedingCommit) {
    this.commitPosition = Lsn.parse(precedingCommit);
    return this;
  }

  public RowChange order(long inTransaction) {
    this.transactionOrder = inTransaction;
    return this;
  }

  /** ISO-8601; one millisecond for each byte of log since the start of 2026 unless said. */
  public RowChange committedAt(String instant) {
    Instant at = Instant.parse(instant);
    this.committedAtMicros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
    return this;
  }

  /** A row that an incremental snapshot read. */
  public RowChange incremental() {
    this.snapshot = SnapshotKind.INCREMENTAL;
    return this;
  }

  /** The row's other key, where this is one half of a key change. */
  public RowChange linkedTo(RowKey other) {
    this.linkedKey = other;
    return this;
  }

  public RowChange from(String topic, int partition, long offset) {
    this.origin = new Origin(topic, partition, offset);
    return this;
  }

  /** What the wire says: no old image unless {@link #was} told some of it. */
  public ChangeEvent event() {
    SourcePosition position =
        new SourcePosition(
            0,
            commitPosition.value(),
            snapshot == SnapshotKind.NONE,
            snapshot == SnapshotKind.INCREMENTAL ? 0 : lsn.value(),
            transactionOrder,
            op);
    return new ChangeEvent(
        rows.table(),
        op,
        key(),
        before.isEmpty() ? null : oldImage(),
        op == Op.DELETE || op == Op.TRUNCATE ? null : newImage(),
        linkedKey,
        position,
        snapshot == SnapshotKind.INCREMENTAL ? null : commitPosition.value(),
        snapshot,
        committedAtMicros,
        origin);
  }

  /** What happened, with the images as they were told. */
  public RowTransition transition() {
    ChangeEvent event = event();
    return RowTransition.of(event, event.before(), event.after());
  }

  private @Nullable RowKey key() {
    if (rows.key().isEmpty() || op == Op.TRUNCATE) {
      return null;
    }
    RowImage row = op == Op.DELETE ? oldImage() : newImage();
    return rows.keyOf(rows.key().stream().map(row::value).toArray());
  }

  private RowImage oldImage() {
    RowImage.Builder image = RowImage.of(rows.schema());
    before.forEach(image::set);
    return image.build();
  }

  private RowImage newImage() {
    RowImage.Builder image = RowImage.of(rows.schema());
    for (RowSchema.Column column : rows.schema().columns()) {
      if (!unavailable.contains(column.name())) {
        image.set(column.name(), before.get(column.name()));
      }
    }
    after.forEach(image::set);
    lost.forEach(column -> image.lose(rows.schema().indexOf(column)));
    return image.build();
  }

  private @Nullable Object typed(String column, @Nullable Object value) {
    int index = rows.schema().indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(rows.table() + " has no column " + column);
    }
    return Rows.valueOf(rows.schema().column(index).type(), value);
  }
}
