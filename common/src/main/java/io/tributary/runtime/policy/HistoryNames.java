package io.tributary.runtime.policy;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.event.TableId;
import io.tributary.policy.ColumnNames;
import io.tributary.runtime.tables.HistoryReader;
import io.tributary.schema.SchemaHistory;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that columns have had, from the schema history. It is read only where the pipeline
 * protects something.
 *
 * <p>The history that a record was decoded by may have been read further. So a column that is not
 * known in a table that is waits for its entry, as long as a record would.
 */
final class HistoryNames implements ColumnNames, AutoCloseable {

  private final @Nullable HistoryReader reader;
  private final Duration patience;
  private final Set<Integer> unnamed = new HashSet<>();
  private SchemaHistory seen = SchemaHistory.empty();

  private HistoryNames(@Nullable HistoryReader reader, Duration patience) {
    this.reader = reader;
    this.patience = patience;
  }

  /**
   * Reads the history.
   *
   * @param topic where it is, null where there is none
   * @throws IllegalStateException if the brokers cannot be reached
   */
  static HistoryNames open(PolicyRules rules, @Nullable KafkaSourceConfig topic)
      throws InterruptedException {
    return topic == null || rules.protectsNothing()
        ? new HistoryNames(null, Duration.ZERO)
        : new HistoryNames(HistoryReader.open(topic), topic.schemaHistory().waitAtMost());
  }

  /** Whether the history has gone on since this was last asked. */
  boolean haveMore() {
    SchemaHistory history = history();
    boolean more = history != seen;
    seen = history;
    return more;
  }

  @Override
  public Collection<String> of(TableId table, int attribute) {
    SchemaHistory history = history();
    if (reader != null && history.knows(table) && isUntold(history, attribute)) {
      try {
        history = await(reader, history, attribute);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the schema history", e);
      }
    }
    return history.namesOf(attribute);
  }

  /** The same of the column that has a name, or had it last. */
  Collection<String> of(TableId table, String column) {
    return history().namesOf(table, column);
  }

  private boolean isUntold(SchemaHistory history, int attribute) {
    return history.namesOf(attribute).isEmpty() && !unnamed.contains(attribute);
  }

  private SchemaHistory await(HistoryReader reader, SchemaHistory known, int attribute)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    SchemaHistory history = known;
    while (history.namesOf(attribute).isEmpty()) {
      if (!reader.awaitMoreThan(history, deadline)) {
        unnamed.add(attribute);
        return history;
      }
      history = reader.history();
    }
    return history;
  }

  private SchemaHistory history() {
    return reader == null ? SchemaHistory.empty() : reader.history();
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
