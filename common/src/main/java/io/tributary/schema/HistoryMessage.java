package io.tributary.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.event.RawRecord;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the schema history, as the connector passes it on: a logical message whose content
 * is JSON in base64.
 *
 * @param start where the entry stands, and from where it holds
 * @param txId of the transaction that wrote it
 * @param snapshot the transactions that it knows of
 * @param altered whether the transaction altered the table, so that it held the table's lock; false
 *     where it only reported it
 * @param oid the table's own number, which a rename does not change
 * @param description null where the table was dropped
 * @param rewrite null where rows stay as they are
 */
record HistoryMessage(
    HistoryPosition start,
    long txId,
    DatabaseSnapshot snapshot,
    boolean altered,
    long oid,
    TableId table,
    @Nullable TableDescription description,
    @Nullable Rewrite rewrite) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int FORMAT = 1;

  /** A reason that leaves all values as they are. */
  private static final String ACCESS_METHOD = "access method";

  /**
   * The entry in a record, null where the record holds something else.
   *
   * @throws UnreadableEntry if the record is an entry, or may be one, and cannot be read
   */
  static @Nullable HistoryMessage read(RawRecord record) throws UnreadableEntry {
    byte[] value = record.value();
    if (value == null) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(value);
      JsonNode envelope = json.has("payload") ? json.get("payload") : json;
      JsonNode message = envelope.path("message");
      if (!SchemaHistory.PREFIX.equals(message.path("prefix").textValue())) {
        return null;
      }
      JsonNode content = JSON.readTree(DescriptionJson.required(message, "content").binaryValue());
      return read(DescriptionJson.required(envelope, "source"), content);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableEntry(e.getClass().getSimpleName());
    }
  }

  private static HistoryMessage read(JsonNode source, JsonNode content) throws UnreadableEntry {
    if (DescriptionJson.required(content, "format").intValue() != FORMAT) {
      throw new UnreadableEntry("format " + content.get("format"));
    } else if (content.has("error")) {
      throw new UnreadableEntry("the database could not describe it: " + content.get("error"));
    }
    String command = DescriptionJson.required(content, "command").textValue();
    return new HistoryMessage(
        HistoryPosition.of(source),
        source.path("txId").asLong(),
        DatabaseSnapshot.parse(DescriptionJson.required(content, "snapshot").textValue()),
        !command.equals("publish_schema") && !command.endsWith(" PUBLICATION"),
        DescriptionJson.required(content, "oid").longValue(),
        DescriptionJson.table(content),
        content.path("dropped").asBoolean() ? null : DescriptionJson.read(content),
        rewrite(source, content));
  }

  private static @Nullable Rewrite rewrite(JsonNode source, JsonNode content) {
    List<String> reasons = new ArrayList<>();
    content.path("rewritten").forEach(reason -> reasons.add(reason.asText()));
    reasons.remove(ACCESS_METHOD);
    Instant at = Instant.ofEpochMilli(source.path("ts_ms").asLong());
    HistoryPosition start = HistoryPosition.of(source);
    return reasons.isEmpty() ? null : new Rewrite(at, reasons, start.commit(), start.lsn());
  }

  /** Says why an entry cannot be read. */
  static final class UnreadableEntry extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEntry(String reason) {
      super(reason, null, false, false);
    }
  }
}
