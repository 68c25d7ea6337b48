package io.tributary.tools.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.Lsn;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowTransition;
import io.tributary.event.SnapshotKind;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableId;
import io.tributary.lakehouse.logic.CanonicalText;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what records say as JSON, one object a line:
 *
 * <pre>{@code
 * {"change":{"table":"public.users","op":"UPDATE","key":{"id":1},"before":null,"after":{"id":1},
 *  "unavailable":["bio"],"position":{"lsn":"0/16B3748","commitPosition":"0/16B3700","txId":733,
 *  "snapshot":"none"},"committedAt":"2026-02-28T12:00:00.123456Z"}}
 * }</pre>
 *
 * <p>Columns that an image does not know are left out of it. Output is buffered until {@link
 * #flush}.
 */
final class RecordJson {

  private static final ColumnType INSTANT = ColumnType.of(ColumnType.Kind.TIMESTAMPTZ);

  private final JsonGenerator json;

  /** Writes UTF-8; the stream stays open. */
  RecordJson(OutputStream out) throws IOException {
    json =
        new JsonFactory()
            .setRootValueSeparator(null)
            .configure(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8, true)
            .createGenerator(out);
  }

  /** Writes a change, of which policy or ledger may have made another than was decoded. */
  void change(ChangeEvent event, List<String> undescribed) throws IOException {
    start(0, "change");
    head(event.table(), event.op().name(), event.key(), event.linkedKey());
    image("before", event.before());
    image("after", event.after());
    RowImage known = event.after() != null ? event.after() : event.before();
    names("unavailable", known == null ? List.of() : known.unavailableColumns());
    if (!undescribed.isEmpty()) {
      names("undescribed", undescribed);
    }
    tail(event.position(), event.txId(), event.snapshot(), event.committedAtMicros());
    end();
  }

  /** Writes what record {@code number} did to a row. */
  void transition(long number, RowTransition transition) throws IOException {
    start(number, "transition");
    head(transition.table(), transition.op().name(), transition.key(), transition.linkedKey());
    image("before", transition.before());
    image("after", transition.after());
    names("unknown", unknown(transition));
    tail(
        transition.position(),
        transition.txId(),
        transition.snapshot(),
        transition.committedAtMicros());
    end();
  }

  /** Writes why record {@code number}, counted from 1, or an unnumbered one is not used. */
  void reason(long number, String outcome, String reason) throws IOException {
    start(number, outcome);
    json.writeStringField("reason", reason);
    end();
  }

  void rejected(long number, String code, @Nullable TableId table, String detail)
      throws IOException {
    start(number, "rejected");
    json.writeStringField("code", code);
    if (table != null) {
      ValueJson.writeField(json, "table", table.toString());
    }
    ValueJson.writeField(json, "detail", detail);
    end();
  }

  void flush() throws IOException {
    json.flush();
  }

  private void start(long number, String outcome) throws IOException {
    json.writeStartObject();
    if (number > 0) {
      json.writeNumberField("record", number);
    }
    json.writeObjectFieldStart(outcome);
  }

  private void end() throws IOException {
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void head(TableId table, String op, @Nullable RowKey key, @Nullable RowKey linkedKey)
      throws IOException {
    ValueJson.writeField(json, "table", table.toString());
    json.writeStringField("op", op);
    image("key", key == null ? null : key.columns());
    if (linkedKey != null) {
      image("linkedKey", linkedKey.columns());
    }
  }

  private void tail(
      SourcePosition position, @Nullable Long txId, SnapshotKind snapshot, long committedAtMicros)
      throws IOException {
    json.writeObjectFieldStart("position");
    lsn("lsn", position.lsn());
    lsn("commitPosition", position.commitPosition());
    if (txId == null) {
      json.writeNullField("txId");
    } else {
      json.writeNumberField("txId", txId);
    }
    json.writeStringField("snapshot", snapshot.toString());
    json.writeEndObject();
    Instant committedAt = Instant.EPOCH.plus(committedAtMicros, ChronoUnit.MICROS);
    json.writeStringField("committedAt", CanonicalText.of(INSTANT, committedAt));
  }

  /** The wire's "none" is 0 in a position, which is no place in the log. */
  private void lsn(String name, long value) throws IOException {
    if (value == 0) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, new Lsn(value).toString());
    }
  }

  private void image(String name, @Nullable RowImage image) throws IOException {
    if (image == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    for (int i = 0; i < image.schema().size(); i++) {
      if (!image.isUnavailable(i)) {
        ValueJson.writeName(json, image.schema().column(i).name());
        ValueJson.write(json, image.schema().column(i).type(), image.value(i));
      }
    }
    json.writeEndObject();
  }

  private void names(String name, Iterable<String> columns) throws IOException {
    json.writeArrayFieldStart(name);
    for (String column : columns) {
      ValueJson.writeText(json, column);
    }
    json.writeEndArray();
  }

  /** A column that either image lacks; by what the image leaves out. */
  private static Set<String> unknown(RowTransition transition) {
    Set<String> unknown = new LinkedHashSet<>();
    if (transition.before() != null) {
      unknown.addAll(transition.before().unavailableColumns());
    }
    if (transition.after() != null) {
      unknown.addAll(transition.after().unavailableColumns());
    }
    return unknown;
  }
}
