package io.tributary.runtime.decoding;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.decode.TableDescriptions;
import io.tributary.event.RawRecord;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.runtime.tables.HistoryReader;
import io.tributary.runtime.tables.KnownTables;
import io.tributary.schema.SchemaHistory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes each record by the description that its table had where the record stands.
 *
 * <p>A record that does not fit its description was written after DDL that is not known yet. It
 * waits for the schema history, which the connector writes before it, but into another topic. What
 * what the history does not bring in time the catalog may, as it is now; where a table has no
 * history, the record may be older, and is read as {@code ALTER TABLE} would have converted it. If
 * nothing helps, the record is decoded as far as it can be or rejected. The same misfit does not
 * wait twice, so that a record whose history is nowhere to be had delays the rest once.
 */
final class DescribedDecoder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DescribedDecoder.class);

  /** After so many misfits of a table that its history did not explain, none waits for it. */
  private static final int MOST_FRUITLESS_WAITS = 3;

  /** So many misfits are remembered, the latest: names of columns come from the wire. */
  private static final int MOST_MISFITS = 1000;

  private final Duration patience;
  private final @Nullable HistoryReader reader;
  private final KnownTables tables;
  private final Function<TableDescriptions, ChangeEventDecoder> decoders;
  private final ChangeEventDecoder decoder;
  private final Runnable onWait;
  private final LatestTexts misfits = new LatestTexts(MOST_MISFITS);
  private final Map<String, Integer> fruitlessWaits = new HashMap<>();
  private @Nullable ChangeEventDecoder byCatalog;

  private DescribedDecoder(
      PipelineConfig config,
      Duration patience,
      @Nullable HistoryReader reader,
      Function<TableDescriptions, ChangeEventDecoder> decoders,
      Runnable onWait) {
    this.patience = patience;
    this.reader = reader;
    this.tables = new KnownTables(config, this::history, false);
    this.decoders = decoders;
    this.decoder = decoders.apply(tables);
    this.onWait = onWait;
  }

  /**
   * Reads the schema history, and the catalog if the history does not know all of the tables.
   *
   * @param topic where the schema history is, null where there is none
   * @param decoders makes a decoder of what describes tables
   * @param onWait called for each record that waits
   * @throws IllegalStateException if the brokers or the database cannot be reached
   */
  static DescribedDecoder open(
      PipelineConfig config,
      @Nullable KafkaSourceConfig topic,
      Function<TableDescriptions, ChangeEventDecoder> decoders,
      Runnable onWait)
      throws InterruptedException {
    HistoryReader reader = topic == null ? null : HistoryReader.open(topic);
    Duration patience = topic == null ? Duration.ZERO : topic.schemaHistory().waitAtMost();
    DescribedDecoder opened = new DescribedDecoder(config, patience, reader, decoders, onWait);
    try {
      if (!config.tables().keySet().stream().allMatch(opened.history()::knows)) {
        opened.tables.catalog();
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Passes a listener the schema history, if there is one, now and each time that it goes on. */
  void tellHistory(Consumer<SchemaHistory> listener) {
    if (reader != null) {
      reader.listen(listener);
    }
  }

  /** Decodes a record, waiting if need be for what describes it. */
  Decoded decode(RawRecord record) throws InterruptedException {
    Decoded decoded = decoder.decode(record);
    Misfit misfit = Misfit.of(decoded);
    if (misfit == null) {
      return decoded;
    }
    boolean isNew = misfits.add(misfit.text());
    if (isNew) {
      Decoded explained = awaitHistory(record, misfit);
      if (explained != null) {
        misfits.remove(misfit.text());
        return explained;
      }
    }
    return explained(byCatalog(record, decoded, misfit, isNew));
  }

  /** A dead letter says whether the history was asked. */
  private Decoded explained(Decoded decoded) {
    return decoded instanceof Decoded.Rejected rejected && !history().isEmpty()
        ? new Decoded.Rejected(
            rejected.code(),
            rejected.table(),
            rejected.detail() + "; no entry of the schema history explains it")
        : decoded;
  }

  private @Nullable Decoded awaitHistory(RawRecord record, Misfit misfit)
      throws InterruptedException {
    SchemaHistory known = history();
    if (reader == null || known.isEmpty()) {
      return null;
    }
    Decoded decoded = decoder.decode(record);
    if (Misfit.of(decoded) == null) {
      return decoded;
    }
    int fruitless = fruitlessWaits.getOrDefault(misfit.table(), 0);
    if (fruitless == MOST_FRUITLESS_WAITS) {
      return null;
    }
    onWait.run();
    long deadline = System.nanoTime() + patience.toNanos();
    while (reader.awaitMoreThan(known, deadline)) {
      known = reader.history();
      decoded = decoder.decode(record);
      if (Misfit.of(decoded) == null) {
        fruitlessWaits.remove(misfit.table());
        return decoded;
      }
    }
    LOG.warn("{} at {}: the schema history does not mention it", misfit.text(), record.origin());
    fruitlessWaits.put(misfit.table(), fruitless + 1);
    return null;
  }

  private Decoded byCatalog(RawRecord record, Decoded decoded, Misfit misfit, boolean isNew) {
    if (isNew) {
      LOG.info("{} at {}: describing the tables again", misfit.text(), record.origin());
      byCatalog = decoders.apply(TableDescriptions.fixed(forOlderRows(tables.readCatalog())));
      Decoded anew = decoder.decode(record);
      if (Misfit.of(anew) == null) {
        misfits.remove(misfit.text());
        return anew;
      }
    }
    Decoded other = byCatalog == null ? decoded : byCatalog.decode(record);
    return Misfit.of(other) == null ? other : decoded;
  }

  /** Rows of tables without history may be older than what the catalog says. */
  private Map<TableId, TableDescription> forOlderRows(Map<TableId, TableDescription> catalog) {
    Map<TableId, TableDescription> older = new HashMap<>(catalog);
    older.replaceAll(
        (table, description) -> history().knows(table) ? description : description.forOlderRows());
    return older;
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

  /** How a record does not fit what is known of its table. */
  private record Misfit(String table, String text) {

    /** Null where it fits, or where no description could help. */
    static @Nullable Misfit of(Decoded decoded) {
      if (decoded instanceof Decoded.Change change && !change.undescribed().isEmpty()) {
        String table = change.event().table().toString();
        return new Misfit(table, table + " has columns " + change.undescribed());
      } else if (decoded instanceof Decoded.Rejected rejected && rejected.table() != null) {
        String table = rejected.table().toString();
        return switch (rejected.code()) {
          case UNKNOWN_TABLE, TYPE_MISMATCH, VALUE_OUT_OF_RANGE ->
              new Misfit(table, table + ": " + rejected.detail());
          // Its text says where in the key it is malformed, which is seldom the same.
          case MALFORMED_KEY -> new Misfit(table, table + ": the key does not fit");
          default -> null;
        };
      }
      return null;
    }
  }
}
