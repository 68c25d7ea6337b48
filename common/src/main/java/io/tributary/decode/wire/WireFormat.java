package io.tributary.decode.wire;

import io.tributary.event.Bytes;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the connector's configuration settles and its records do not show. {@code
 * PipelineConfig.wireFormat()} gives that of a pipeline.
 *
 * @param topicPrefix the connector's {@code topic.prefix}; where it is null, the topics of
 *     transaction metadata are known by their ending and their content
 * @param topics the tables of topics whose names do not give them exactly, null where a topic has
 *     several; only flattened records without a table's name need them
 * @param times the unit of dates and times in records without a schema
 * @param decimals the form of decimals in records without a schema
 * @param avroNullsReplaced whether the converter to Avro writes a column's default in place of
 *     NULL, so that a value that equals the default may be either
 * @param unavailable the connector's {@code unavailable.value.placeholder} as bytes
 */
public record WireFormat(
    @Nullable String topicPrefix,
    Map<String, @Nullable TableId> topics,
    RecordForm records,
    DeleteForm deletes,
    TimePrecision times,
    DecimalMode decimals,
    BinaryMode binary,
    boolean avroNullsReplaced,
    Bytes unavailable)
    implements Serializable {

  private static final String HEX = "hex:";

  /** Debezium's own placeholder. */
  public static final String PLACEHOLDER = "__debezium_unavailable_value";

  /** Envelopes, adaptive times, decimals as text, bytes, Debezium's placeholder. */
  public static final WireFormat DEFAULT =
      new WireFormat(
          null,
          Map.of(),
          RecordForm.ENVELOPE,
          DeleteForm.REWRITE,
          TimePrecision.ADAPTIVE,
          DecimalMode.STRING,
          BinaryMode.BYTES,
          true,
          placeholder(PLACEHOLDER));

  public WireFormat {
    topics = new HashMap<>(topics);
  }

  /** Whether a record without a value is the deletion itself, and does not only follow it. */
  public boolean tombstonesDelete() {
    return records == RecordForm.FLATTENED && deletes == DeleteForm.TOMBSTONE;
  }

  public WireFormat withTopicPrefix(String prefix) {
    return with(draft -> draft.topicPrefix = prefix);
  }

  public WireFormat withTopics(Map<String, @Nullable TableId> tables) {
    return with(draft -> draft.topics = tables);
  }

  public WireFormat withRecords(RecordForm form, DeleteForm deletions) {
    return with(
        draft -> {
          draft.records = form;
          draft.deletes = deletions;
        });
  }

  public WireFormat withTimes(TimePrecision precision) {
    return with(draft -> draft.times = precision);
  }

  public WireFormat withDecimals(DecimalMode mode) {
    return with(draft -> draft.decimals = mode);
  }

  public WireFormat withBinary(BinaryMode mode) {
    return with(draft -> draft.binary = mode);
  }

  public WireFormat withAvroNullsReplaced(boolean replaced) {
    return with(draft -> draft.avroNullsReplaced = replaced);
  }

  /**
   * Takes the placeholder as the connector's configuration writes it, text or {@code hex:}.
   *
   * @throws IllegalArgumentException if what follows {@code hex:} is not hexadecimal
   */
  public WireFormat withPlaceholder(String configured) {
    return with(draft -> draft.unavailable = placeholder(configured));
  }

  private WireFormat with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.format();
  }

  private static Bytes placeholder(String configured) {
    return Bytes.copyOf(
        configured.startsWith(HEX)
            ? HexFormat.of().parseHex(configured.substring(HEX.length()))
            : configured.getBytes(StandardCharsets.UTF_8));
  }

  /** A format while one of its parts is exchanged. */
  private static final class Draft {

    private @Nullable String topicPrefix;
    private Map<String, @Nullable TableId> topics;
    private RecordForm records;
    private DeleteForm deletes;
    private TimePrecision times;
    private DecimalMode decimals;
    private BinaryMode binary;
    private boolean avroNullsReplaced;
    private Bytes unavailable;

    Draft(WireFormat from) {
      topicPrefix = from.topicPrefix;
      topics = from.topics;
      records = from.records;
      deletes = from.deletes;
      times = from.times;
      decimals = from.decimals;
      binary = from.binary;
      avroNullsReplaced = from.avroNullsReplaced;
      unavailable = from.unavailable;
    }

    WireFormat format() {
      return new WireFormat(
          topicPrefix,
          topics,
          records,
          deletes,
          times,
          decimals,
          binary,
          avroNullsReplaced,
          unavailable);
    }
  }
}
