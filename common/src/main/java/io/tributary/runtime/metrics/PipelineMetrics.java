package io.tributary.runtime.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The name of every metric, in the group {@code tributary} of its operator. Names are for
 * dashboards and alerts, and stay.
 *
 * <p>Of the records that a job reads, {@code records = decoded + skipped + rejected} at all times.
 */
public final class PipelineMetrics {

  public static final String GROUP = "tributary";

  /** Records read. */
  public static final String RECORDS = "records";

  /** Records that were a change of a row. */
  public static final String DECODED = "decoded";

  /** Records that were not meant to be a change, by {@code reason}. */
  public static final String SKIPPED = "skipped";

  /** Records that became dead letters, by {@code code}. */
  public static final String REJECTED = "rejected";

  /** Decoded records that had been dead letters and were written again. */
  public static final String REPLAYED = "replayed";

  /** Changes with columns that nobody has described, so that they are missing from the images. */
  public static final String UNDESCRIBED = "undescribed";

  /** Records that waited for the schema history to describe them. */
  public static final String SCHEMA_WAITS = "schemaWaits";

  /** Questions that the schema registry gave no answer to; they are asked again. */
  public static final String REGISTRY_FAILURES = "registryFailures";

  /**
   * Changes of rows that the ledger was given: {@code changes = transitions + replays + unchanged +
   * superseded} at all times.
   */
  public static final String CHANGES = "changes";

  /** Changes that the ledger dropped because they had been applied before. */
  public static final String REPLAYS = "replays";

  /** Snapshot rows that showed nothing new. */
  public static final String UNCHANGED = "unchanged";

  /** Changes that arrived after a TRUNCATE, or a snapshot, that ended their row. */
  public static final String SUPERSEDED = "superseded";

  /** Rows that a TRUNCATE ended, or that a complete snapshot no longer showed. */
  public static final String ENDED = "ended";

  /** TRUNCATEs of tables. */
  public static final String TRUNCATES = "truncates";

  /** TRUNCATEs that the connector repeated. */
  public static final String REPLAYED_TRUNCATES = "replayedTruncates";

  /** Transitions that the ledger made of changes. */
  public static final String TRANSITIONS = "transitions";

  /** Transitions of rows that the ledger did not know, so that their old image is unknown. */
  public static final String UNSEEN = "unseen";

  /** New halves of key changes with unchanged TOASTed values, which only the old half knew. */
  public static final String KEY_CHANGES_INCOMPLETE = "keyChangesIncomplete";

  /** Milliseconds between the latest commit that was read and this machine's clock. */
  public static final String CLOCK_LAG = "clockLagMillis";

  /**
   * Per {@code table}, the commit time up to which the results are complete, in milliseconds since
   * 1970; not there before it is known.
   */
  public static final String FRESH_AS_OF = "freshAsOfMillis";

  /** Per {@code table}, how far that is behind this machine's clock. */
  public static final String FRESHNESS_LAG = "freshnessLagMillis";

  /** Attempts to find out how fresh the results are that Kafka did not answer. */
  public static final String FRESHNESS_FAILURES = "freshnessFailures";

  /** Keys that changes asked to evict. */
  public static final String INVALIDATIONS = "invalidations";

  /** Of these, keys that were waiting to be evicted already. */
  public static final String COALESCED = "coalesced";

  /** Entries that were there and are evicted; a repeated command counts what it found. */
  public static final String EVICTED = "evicted";

  /** Keys that a row has none of, because a column of the key is NULL. */
  public static final String WITHOUT_KEY = "withoutKey";

  /** Keys that changes should have evicted and that nobody can compute. */
  public static final String KEYS_UNKNOWN = "keysUnknown";

  /** Milliseconds from the oldest commit of the last eviction to its end, by two clocks. */
  public static final String EVICTION_LAG = "evictionLagMillis";

  /** What changes of rows contribute to entities. */
  public static final String CONTRIBUTIONS = "contributions";

  /** Rows that a rollup cannot judge, so that they do not count, by {@code code}. */
  public static final String UNUSABLE = "unusable";

  /** Values that were left out of updates because their features are beyond their cap. */
  public static final String FEATURES_BEYOND_CAP = "featuresBeyondCap";

  /** Values of an entity that are within a tolerance, by {@code rollup}. */
  public static final String FEATURES_APPROXIMATE = "featuresApproximate";

  /** Values that records of a topic lack because they are too large for one, or for their type. */
  public static final String FEATURES_LEFT_OUT = "featuresLeftOut";

  /** New values of entities, before those of one entity are gathered. */
  public static final String FEATURE_UPDATES = "featureUpdates";

  /** Of these, values that were written. */
  public static final String FEATURES_WRITTEN = "featuresWritten";

  /** Of those written, values that were there already, so that only their version was written. */
  public static final String FEATURES_UNCHANGED = "featuresUnchanged";

  /** Of the updates, values that were refused because a newer one was there: replays. */
  public static final String FEATURES_REFUSED = "featuresRefused";

  /** Keys that Redis has evicted for want of memory since the job started. */
  public static final String REDIS_EVICTED_KEYS = "redisEvictedKeys";

  /**
   * Per {@code table}, rows that are not yet in what has been defined since they were counted, as
   * far as is known; not there where none ever were.
   */
  public static final String ROWS_TO_FILL = "rowsToFill";

  /**
   * Per {@code table}, when DDL last rewrote its rows, which no change event shows, in milliseconds
   * since 1970; not there where it never did.
   */
  public static final String REWRITTEN_AT = "rewrittenAtMillis";

  /**
   * Per {@code table}, versions of Debezium without {@code dbz-repair} that records were read of
   * since the job started.
   */
  public static final String UNREPAIRED = "unrepaired";

  private final MetricGroup group;
  private final Map<String, Counter> counters = new HashMap<>();

  private PipelineMetrics(MetricGroup group) {
    this.group = group;
  }

  /** The metrics of one operator. */
  public static PipelineMetrics of(MetricGroup operator) {
    return new PipelineMetrics(operator.addGroup(GROUP));
  }

  public void count(String name) {
    counter(name).inc();
  }

  /** The counter of a name without a label, for what is counted with every record. */
  public Counter counter(String name) {
    Counter counter = counters.get(name);
    if (counter == null) {
      counter = group.counter(name);
      counters.put(name, counter);
    }
    return counter;
  }

  /** Counts under a label, for example {@code rejected} by {@code code}. */
  public void count(String name, String label, String value) {
    counters
        .computeIfAbsent(name + "/" + value, any -> group.addGroup(label, value).counter(name))
        .inc();
  }

  /** What was counted under a name without a label. */
  public long counted(String name) {
    Counter counter = counters.get(name);
    return counter == null ? 0 : counter.getCount();
  }

  /** Shows how fresh a table is. */
  public void freshness(String table, AtomicLong asOfMillis) {
    MetricGroup ofTable = group.addGroup("table", table);
    ofTable.gauge(FRESH_AS_OF, asOfMillis::get);
    ofTable.gauge(FRESHNESS_LAG, () -> System.currentTimeMillis() - asOfMillis.get());
  }

  /** Shows how many rows of a table are left to fill. */
  public void rowsToFill(String table, Gauge<Long> rows) {
    group.addGroup("table", table).gauge(ROWS_TO_FILL, rows);
  }

  /** Shows when a table's rows were last rewritten. */
  public void rewritten(String table, AtomicLong atMillis) {
    group.addGroup("table", table).gauge(REWRITTEN_AT, atMillis::get);
  }

  /** Shows how far this machine's clock is ahead of a commit time; 0 until there is one. */
  public void lagBehind(AtomicLong committedAtMillis) {
    group.gauge(
        CLOCK_LAG,
        () ->
            committedAtMillis.get() == 0
                ? 0
                : System.currentTimeMillis() - committedAtMillis.get());
  }
}
