package io.tributary.decode;

import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.RawRecord;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a record without any value of its row, as a JSON object:
 *
 * <pre>{@code
 * {"key":{"bytes":8,"columns":{"id":"number"}},
 *  "value":{"bytes":412,"op":"u","source":{"lsn":24023128,"txId":733,"ts_ms":1767225600000},
 *           "before":"null","after":{"id":"number","email":"string"}},
 *  "headers":{"__debezium.oldkey":8}}
 * }</pre>
 *
 * <p>A column shows its name and the kind of its value, and nothing of what is in an array or an
 * object: the names in an hstore are data. Only what is a Debezium envelope through and through is
 * shown that far. Of anything else nobody can tell names from values, so that it shows its length
 * and a digest.
 */
public final class RecordOutline {

  private static final Set<String> LETTERS = Set.of("c", "r", "u", "d", "t", "m");
  private static final List<String> POSITIONS =
      List.of("ts_ms", "ts_us", "ts_ns", "txId", "lsn", "xmin");

  private final Function<byte[], String> digest;

  /**
   * @param digest of bytes that are not shown; empty for none. It has to keep those who know the
   *     most part of a record from finding out the rest by trying.
   */
  public RecordOutline(Function<byte[], String> digest) {
    this.digest = digest;
  }

  /** The outline of a record, never longer than its names need. */
  public Map<String, @Nullable Object> of(RawRecord record) {
    Map<String, @Nullable Object> envelope = envelope(record.value());
    Map<String, @Nullable Object> outline = new LinkedHashMap<>();
    outline.put("key", key(record.key(), columns(envelope)));
    outline.put("value", envelope == null ? opaque(record.value()) : value(record, envelope));
    Map<String, Integer> headers = new LinkedHashMap<>();
    for (RawRecord.Header header : record.headers()) {
      byte[] value = header.value();
      headers.put(header.name(), value == null ? 0 : value.length);
    }
    outline.put("headers", headers);
    return outline;
  }

  /** The payload of a value that is a Debezium envelope, null for anything else. */
  private static @Nullable Map<String, @Nullable Object> envelope(byte @Nullable [] value) {
    Map<String, @Nullable Object> payload = payload(value);
    boolean isEnvelope =
        payload != null
            && payload.get("op") instanceof String
            && payload.get("source") instanceof Map<?, ?> source
            && source.get("schema") instanceof String
            && source.get("table") instanceof String
            && isRow(payload.get("before"))
            && isRow(payload.get("after"));
    return isEnvelope ? payload : null;
  }

  private static boolean isRow(@Nullable Object json) {
    return json == null || json instanceof Map;
  }

  private static @Nullable Map<String, @Nullable Object> payload(byte @Nullable [] utf8) {
    if (utf8 == null) {
      return null;
    }
    try {
      return Document.parse(utf8).object(DecodeError.MALFORMED_JSON);
    } catch (Undecodable noObject) {
      return null;
    }
  }

  private static Set<String> columns(@Nullable Map<String, @Nullable Object> envelope) {
    Set<String> names = new HashSet<>();
    if (envelope != null) {
      for (String image : List.of("before", "after")) {
        if (envelope.get(image) instanceof Map<?, ?> row) {
          row.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
      }
    }
    return names;
  }

  private @Nullable Map<String, @Nullable Object> key(
      byte @Nullable [] bytes, Set<String> columns) {
    Map<String, @Nullable Object> payload = payload(bytes);
    if (bytes == null || payload == null || !columns.containsAll(payload.keySet())) {
      return opaque(bytes);
    }
    Map<String, @Nullable Object> shown = length(bytes);
    shown.put("columns", kinds(payload));
    return shown;
  }

  private static Map<String, @Nullable Object> value(
      RawRecord record, Map<String, @Nullable Object> envelope) {
    Map<String, @Nullable Object> shown = length(record.value());
    Object op = envelope.get("op");
    shown.put("op", op instanceof String letter && LETTERS.contains(letter) ? letter : "string");
    Map<String, @Nullable Object> positions = new LinkedHashMap<>();
    if (envelope.get("source") instanceof Map<?, ?> source) {
      for (String name : POSITIONS) {
        if (source.get(name) instanceof Long position) {
          positions.put(name, position);
        }
      }
    }
    shown.put("source", positions);
    shown.put("before", row(envelope.get("before")));
    shown.put("after", row(envelope.get("after")));
    return shown;
  }

  private static Object row(@Nullable Object image) {
    return image instanceof Map<?, ?> columns ? kinds(columns) : "null";
  }

  private static Map<String, String> kinds(Map<?, ?> columns) {
    Map<String, String> kinds = new LinkedHashMap<>();
    columns.forEach((name, value) -> kinds.put(String.valueOf(name), kind(value)));
    return kinds;
  }

  /** {@code Json.kindOf} without the article. */
  private static String kind(@Nullable Object value) {
    String words = Json.kindOf(value);
    return words.substring(words.lastIndexOf(' ') + 1);
  }

  private @Nullable Map<String, @Nullable Object> opaque(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Map<String, @Nullable Object> shown = length(bytes);
    String digested = digest.apply(bytes);
    if (!digested.isEmpty()) {
      shown.put("digest", digested);
    }
    return shown;
  }

  private static Map<String, @Nullable Object> length(byte @Nullable [] bytes) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("bytes", bytes == null ? 0 : bytes.length);
    return shown;
  }
}
