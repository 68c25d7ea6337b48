package io.tributary.tools.decode;

import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.event.ChangeEvent;
import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.ledger.LedgerOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads records line by line and writes what each says, in their order, at least a line for each.
 * Holds one record at a time, and the ledger's rows where transitions are asked for.
 */
final class RecordStream {

  private static final String MALFORMED_INPUT = "MALFORMED_INPUT";

  private final ChangeEventDecoder decoder;
  private final UnaryOperator<ChangeEvent> policy;
  private final @Nullable Lanes lanes;
  private long line;
  private long record;
  private long malformed;
  private long firstMalformed;

  /**
   * @param policy protects an event, or leaves it as it is
   * @param lanes null where changes are asked for, and not transitions
   */
  RecordStream(
      ChangeEventDecoder decoder, UnaryOperator<ChangeEvent> policy, @Nullable Lanes lanes) {
    this.decoder = decoder;
    this.policy = policy;
    this.lanes = lanes;
  }

  /** Reads until the input ends. What it has read is written before it waits for more. */
  void run(InputStream in, OutputStream out) throws IOException {
    Lines lines = new Lines(in);
    RecordJson json = new RecordJson(out);
    for (byte[] text = lines.next(); text != null; text = lines.next()) {
      line++;
      if (!KcatParser.isBlank(text)) {
        record++;
        write(KcatParser.parse(text), json);
      }
      if (!lines.ready()) {
        json.flush();
      }
    }
    json.flush();
  }

  /** The lines so far that were no records. */
  long malformed() {
    return malformed;
  }

  /** The number of the first such line, counted from 1. */
  long firstMalformed() {
    return firstMalformed;
  }

  private void write(KcatLine parsed, RecordJson json) throws IOException {
    if (parsed instanceof KcatLine.Read read) {
      write(decoder.decode(read.record()), json);
    } else if (parsed instanceof KcatLine.Malformed bad) {
      firstMalformed = malformed == 0 ? line : firstMalformed;
      malformed++;
      json.rejected(number(), MALFORMED_INPUT, null, "line " + line + ": " + bad.detail());
    }
  }

  private void write(Decoded decoded, RecordJson json) throws IOException {
    if (decoded instanceof Decoded.Change change) {
      ChangeEvent event = policy.apply(change.event());
      if (lanes == null) {
        json.change(event, change.undescribed());
      } else {
        apply(lanes, event, json);
      }
    } else if (decoded instanceof Decoded.Skipped skipped) {
      json.reason(number(), lanes == null ? "skipped" : "none", skipped.reason());
    } else if (decoded instanceof Decoded.Rejected rejected) {
      json.rejected(number(), rejected.code().name(), rejected.table(), rejected.detail());
    }
  }

  private void apply(Lanes lanes, ChangeEvent event, RecordJson json) throws IOException {
    if (event.table().equals(TableId.HEARTBEAT)) {
      json.reason(record, "none", "heartbeat");
      return;
    } else if (event.op() == Op.TRUNCATE) {
      truncate(lanes, event, json);
      return;
    }
    LedgerOutcome outcome = lanes.apply(event);
    if (outcome instanceof LedgerOutcome.Moved moved) {
      json.transition(record, moved.transition());
    } else if (outcome instanceof LedgerOutcome.Unmoved unmoved) {
      String reason = unmoved.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
      json.reason(record, "none", reason);
    } else if (outcome instanceof LedgerOutcome.Superseded) {
      json.reason(record, "none", "superseded");
    }
  }

  private void truncate(Lanes lanes, ChangeEvent event, RecordJson json) throws IOException {
    List<RowTransition> ended = lanes.truncate(event);
    for (RowTransition transition : ended) {
      json.transition(record, transition);
    }
    if (ended.isEmpty()) {
      json.reason(record, "none", "no-row-known");
    }
  }

  /** Records are numbered where one can become several lines. */
  private long number() {
    return lanes == null ? 0 : record;
  }
}
