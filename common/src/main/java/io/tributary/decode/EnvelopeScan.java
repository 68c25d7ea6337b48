package io.tributary.decode;

import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowPacker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads records that look as their template says, from their bytes and in one pass. */
final class EnvelopeScan {

  private static final byte[] ID = ascii("{\"id\":");
  private static final byte[] TOTAL_ORDER = ascii(",\"total_order\":");
  private static final byte[] COLLECTION_ORDER = ascii(",\"data_collection_order\":");

  private final TableDescriptions tables;
  private final JsonCursor in = new JsonCursor();
  private final RowPacker out = new RowPacker();
  private final SourceScan source = new SourceScan(in);
  private final ValueTranscoding values;
  private @Nullable RowImage before;
  private @Nullable RowImage after;
  private @Nullable Op op;
  private long transactionOrder;

  EnvelopeScan(TableDescriptions tables, PlaceholderBytes placeholder) {
    this.tables = tables;
    this.values = new ValueTranscoding(in, out, placeholder);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  Decoded.Change read(RawRecord record, byte[] value, EnvelopeTemplate template) throws Unsure {
    RowKey key = key(record.key(), template.key());
    in.open(value);
    in.expect(template.lead());
    before = null;
    after = null;
    op = null;
    transactionOrder = 0;
    for (EnvelopeTemplate.Step step : template.steps()) {
      in.expect(step.lead());
      read(step.part(), template);
    }
    in.expect(template.end());
    if (!in.isAtEnd() || op == null) {
      throw Unsure.INSTANCE;
    }
    return change(record, template, key, op);
  }

  private @Nullable RowKey key(byte @Nullable [] utf8, @Nullable KeyTemplate template)
      throws Unsure {
    if (utf8 == null && template == null) {
      return null;
    } else if (utf8 == null || template == null) {
      throw Unsure.INSTANCE;
    }
    return template.read(utf8, in, out, values);
  }

  private void read(EnvelopeTemplate.Part part, EnvelopeTemplate template) throws Unsure {
    switch (part) {
      case BEFORE -> before = in.acceptNull() ? null : template.rows().read(in, out, values, false);
      case AFTER -> after = in.acceptNull() ? null : template.rows().read(in, out, values, true);
      case SOURCE -> source.read(template.source());
      case TRANSACTION -> transactionOrder = in.acceptNull() ? 0 : totalOrder();
      case OP -> op = op();
      case OTHER -> JsonSkip.value(in);
    }
  }

  private long totalOrder() throws Unsure {
    in.expect(ID);
    JsonSkip.value(in);
    in.expect(TOTAL_ORDER);
    long order = in.integer();
    in.expect(COLLECTION_ORDER);
    JsonSkip.value(in);
    in.expect('}');
    return order;
  }

  private Op op() throws Unsure {
    in.string();
    Op letter =
        in.textEnd() - in.textStart() == 1 ? Op.ofLetter((char) in.json()[in.textStart()]) : null;
    if (letter == null || letter == Op.TRUNCATE) {
      throw Unsure.INSTANCE;
    }
    return letter;
  }

  private Decoded.Change change(
      RawRecord record, EnvelopeTemplate template, @Nullable RowKey key, Op operation)
      throws Unsure {
    RowImage old = operation == Op.UPDATE || operation == Op.DELETE ? before : null;
    RowImage current = operation == Op.DELETE ? null : after;
    var position = source.position(transactionOrder, operation);
    if ((current == null && operation != Op.DELETE)
        || isLinked(record, operation)
        || tables.at(template.table(), position) != template.description()) {
      throw Unsure.INSTANCE;
    }
    ChangeEvent event =
        new ChangeEvent(
            template.table(),
            operation,
            key,
            old,
            current,
            null,
            position,
            source.txId(),
            source.snapshot(),
            source.committedAtMicros(),
            record.origin());
    boolean read = old != null || current != null;
    return new Decoded.Change(event, read ? template.rows().undescribed() : List.of());
  }

  /** Whether this is one half of a key change. */
  private static boolean isLinked(RawRecord record, Op operation) {
    return switch (operation) {
      case DELETE -> record.header(KeyReader.NEW_KEY) != null;
      case CREATE -> record.header(KeyReader.OLD_KEY) != null;
      default -> false;
    };
  }
}
