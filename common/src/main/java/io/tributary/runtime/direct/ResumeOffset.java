package io.tributary.runtime.direct;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffset;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;

/**
 * Where to continue, so that the embedded Debezium leaves nothing out.
 *
 * <p>It looks for the saved LSN in what the server sends again and skips all up to it. But the LSN
 * of a COMMIT is often that of the next transaction's BEGIN and of its first row, and then it skips
 * these too. Therefore it is given an LSN that no record has, one byte before the last commit that
 * the offset knows: what it then finds first is the first transaction that is not yet complete, and
 * it delivers that from its beginning. The last commit stays known, because positions start with it
 * and a replay must repeat them.
 */
final class ResumeOffset {

  private static final String LSN = "lsn";
  private static final String LAST_COMMIT = "lsn_commit";
  private static final String LAST_PROCESSED = "lsn_proc";

  private ResumeOffset() {}

  /** The offset to resume from; applied twice it is the same. */
  static Offset of(Offset saved) {
    Map<String, String> offset = new HashMap<>(saved.getOffset());
    String commit = offset.get(LAST_COMMIT);
    offset.remove(LAST_PROCESSED);
    if (commit != null) {
      offset.put(LSN, Long.toString(Long.parseLong(commit) - 1));
    }
    return new PostgresOffsetFactory().newOffset(offset);
  }

  /** An offset just short of this one, at which no record is. */
  static Offset oneByteBefore(Offset saved) {
    Map<String, String> offset = new HashMap<>(saved.getOffset());
    offset.put(LSN, Long.toString(((PostgresOffset) saved).getLsn().asLong() - 1));
    return new PostgresOffsetFactory().newOffset(offset);
  }

  /** The LSN up to which a slot may have moved without that a change is lost behind the offset. */
  static long knownUpTo(Offset saved) {
    String commit = saved.getOffset().get(LAST_COMMIT);
    long lsn = ((PostgresOffset) saved).getLsn().asLong();
    return commit == null ? lsn : Math.max(lsn, Long.parseLong(commit));
  }
}
