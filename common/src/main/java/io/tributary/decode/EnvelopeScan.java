package io.tributary.decode;

import io.tributary.decode.scan.JsonCursor;
import io.tributary.decode.scan.JsonSkip;
import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Unsure;
import io.tributary.decode.values.PlaceholderBytes;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads records that look as their template says, from their bytes and in one pass. */
final class EnvelopeScan {

  private static final Literal ID = Literal.of("{\"id\":");
  private static final Literal TOTAL_ORDER = Literal.of(",\"total_order\":");
  private static final Literal COLLECTION_ORDER = Literal.of(",\"data_collection_order\":");

  private final TableDescriptions tables;
  private final JsonCursor in = new JsonCursor();
  private final SourceScan source = new SourceScan(in);
  private final ValueTranscoding values;

  EnvelopeScan(TableDescriptions tables, PlaceholderBytes placeholder) {
    this.tables = tables;
    this.values = new ValueTranscoding(in, placeholder);
  }

  Decoded.Change read(RawRecord record, byte[] value, EnvelopeTemplate template) throws Unsure {
    RowKey key = key(record.key(), template.key());
    in.open(value, template.lead());
    RowImage before = null;
    RowImage after = null;
    Op op = null;
    boolean doubted = false;
    long transactionOrder = 0;
    for (EnvelopeTemplate.Step step : template.steps()) {
      in.expect(step.lead());
      switch (step.part()) {
        case BEFORE -> before = row(template.rows(), false);
        case AFTER -> {
          after = row(template.rows(), true);
          doubted = template.rows().hasDoubtedNull();
        }
        case SOURCE -> source.read(template.source());
        case TRANSACTION -> transactionOrder = in.acceptNull() ? 0 : totalOrder();
        case OP -> op = op();
        case OTHER -> JsonSkip.value(in);
      }
    }
    in.expect(template.end());
    if (!in.isAtEnd() || op == null || doubted && op == Op.UPDATE) {
      throw Unsure.INSTANCE;
    }
    RowImage old = op == Op.UPDATE || op == Op.DELETE ? before : null;
    RowImage current = op == Op.DELETE ? null : after;
    return change(record, template, key, op, source.position(transactionOrder, op), old, current);
  }

  private @Nullable RowKey key(byte @Nullable [] utf8, @Nullable KeyTemplate template)
      throws Unsure {
    if (utf8 == null && template == null) {
      return null;
    } else if (utf8 == null || template == null) {
      throw Unsure.INSTANCE;
    }
    return template.read(utf8, in, values);
  }

  private @Nullable RowImage row(RowTemplate template, boolean whole) throws Unsure {
    return in.acceptNull() ? null : template.read(in, values, whole);
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
      RawRecord record,
      EnvelopeTemplate template,
      @Nullable RowKey key,
      Op op,
      SourcePosition position,
      @Nullable RowImage before,
      @Nullable RowImage after)
      throws Unsure {
    boolean described = tables.at(template.table(), position) == template.description();
    if (!described || isLinked(record, op) || after == null && op != Op.DELETE) {
      throw Unsure.INSTANCE;
    }
    ChangeEvent event =
        new ChangeEvent(
            template.table(),
            op,
            key,
            before,
            after,
            null,
            position,
            source.txId(),
            source.snapshot(),
            source.committedAtMicros(),
            record.origin());
    boolean read = before != null || after != null;
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
