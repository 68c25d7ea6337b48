package io.tributary.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.event.SourcePosition;

/**
 * Where an entry of the history stands among the changes of rows. Commits order transactions, LSNs
 * what is inside of one. Before a connector has seen a commit it has none; nothing that it reads
 * then lies below its first LSN, so that LSN stands for the commit.
 */
record HistoryPosition(long commit, long lsn) implements Comparable<HistoryPosition> {

  static final HistoryPosition START = new HistoryPosition(0, 0);

  private static final JsonMapper JSON = new JsonMapper();

  static HistoryPosition of(JsonNode source) {
    long lsn = DescriptionJson.required(source, "lsn").longValue();
    try {
      JsonNode commit = JSON.readTree(DescriptionJson.required(source, "sequence").asText()).get(0);
      boolean known = commit != null && !commit.isNull();
      return new HistoryPosition(known ? Long.parseUnsignedLong(commit.asText()) : lsn, lsn);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no sequence", e);
    }
  }

  /**
   * Whether what begins here holds for a change.
   *
   * <p>The rows of an initial snapshot, and of the first transaction that a connector reads, name
   * no commit: theirs is the LSN alone. Those of an incremental snapshot have no LSN: they are
   * emitted after the commit that they name, and before what follows it.
   */
  boolean holdsFor(SourcePosition change) {
    if (change.commitPosition() == 0) {
      return Long.compareUnsigned(lsn, change.lsn()) <= 0;
    }
    int order = Long.compareUnsigned(commit, change.commitPosition());
    return order == 0 ? Long.compareUnsigned(lsn, change.lsn()) <= 0 : order < 0;
  }

  @Override
  public int compareTo(HistoryPosition other) {
    int order = Long.compareUnsigned(commit, other.commit);
    return order == 0 ? Long.compareUnsigned(lsn, other.lsn) : order;
  }
}
