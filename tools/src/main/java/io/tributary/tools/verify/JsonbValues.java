package io.tributary.tools.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.event.Bytes;
import io.tributary.event.ColumnType;
import io.tributary.lakehouse.logic.CanonicalText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values as PostgreSQL's {@code to_jsonb} writes them, in the audit trail's canonical text: this is
 * how the history, which never went through our decoder, becomes comparable.
 */
final class JsonbValues {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private static final long NANOS_A_MICRO = 1_000;
  private static final int LAST_UNSIGNED_YEAR = 9_999;
  private static final String BEFORE_CHRIST = " BC";
  private static final Pattern MONEY_SIGNS = Pattern.compile("[$,]");

  private JsonbValues() {}

  /** The canonical text of a column's value, null for NULL. */
  static @Nullable String text(@Nullable JsonNode value, ColumnType type) {
    if (value == null || value.isNull()) {
      return null;
    }
    return type.kind() == ColumnType.Kind.JSON
        ? normalized(value)
        : CanonicalText.of(type, value(value, type));
  }

  /** The canonical text of a JSON document, whatever the spaces and the order of keys were. */
  static String normalized(String document) {
    try {
      return normalized(JSON.readTree(document));
    } catch (JsonProcessingException e) {
      return document;
    }
  }

  private static String normalized(JsonNode document) {
    try {
      return JSON.writeValueAsString(JSON.treeToValue(document, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document that was read can be written", e);
    }
  }

  private static Object value(JsonNode value, ColumnType type) {
    String text = value.asText();
    return switch (type.kind()) {
      case BOOLEAN -> value.booleanValue();
      case SMALLINT, INTEGER -> value.intValue();
      case BIGINT -> value.longValue();
      case REAL -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case NUMERIC -> value.isNumber() ? value.decimalValue() : numeric(text);
      case BYTES -> Bytes.copyOf(HexFormat.of().parseHex(text.substring("\\x".length())));
      case DATE -> date(text);
      case TIME -> micros(text);
      case TIMESTAMP -> timestamp(text);
      case TIMESTAMPTZ -> instant(text);
      case ARRAY -> array(value, Objects.requireNonNull(type.element()));
      case TEXT, JSON, UUID, INTERVAL, BITS, HSTORE -> text;
    };
  }

  private static Object numeric(String text) {
    return switch (text) {
      case "NaN", "Infinity", "-Infinity" -> Double.valueOf(text);
      default -> new BigDecimal(MONEY_SIGNS.matcher(text).replaceAll(""));
    };
  }

  private static LocalDate date(String text) {
    return switch (text) {
      case "infinity" -> LocalDate.MAX;
      case "-infinity" -> LocalDate.MIN;
      default -> LocalDate.parse(signed(text));
    };
  }

  private static long micros(String text) {
    return text.equals("24:00:00")
        ? TimeUnit.DAYS.toMicros(1)
        : LocalTime.parse(text).toNanoOfDay() / NANOS_A_MICRO;
  }

  private static LocalDateTime timestamp(String text) {
    return switch (text) {
      case "infinity" -> LocalDateTime.MAX;
      case "-infinity" -> LocalDateTime.MIN;
      default -> LocalDateTime.parse(signed(text));
    };
  }

  private static Instant instant(String text) {
    return switch (text) {
      case "infinity" -> Instant.MAX;
      case "-infinity" -> Instant.MIN;
      default -> OffsetDateTime.parse(signed(text)).toInstant();
    };
  }

  private static List<@Nullable Object> array(JsonNode values, ColumnType element) {
    List<@Nullable Object> array = new ArrayList<>();
    values.forEach(value -> array.add(value.isNull() ? null : item(value, element)));
    return array;
  }

  /** The type of an array does not say how many dimensions a value has. */
  private static Object item(JsonNode value, ColumnType element) {
    return value.isArray() && element.kind() != ColumnType.Kind.JSON
        ? array(value, element)
        : value(value, element);
  }

  /** ISO-8601 signs years after 9999, and has a year 0 where PostgreSQL writes {@code 0001 BC}. */
  private static String signed(String text) {
    boolean beforeChrist = text.endsWith(BEFORE_CHRIST);
    int endOfYear = text.indexOf('-');
    int end = text.length() - (beforeChrist ? BEFORE_CHRIST.length() : 0);
    int year = Integer.parseInt(text.substring(0, endOfYear));
    int signed = beforeChrist ? 1 - year : year;
    String format = signed > LAST_UNSIGNED_YEAR ? "+%d" : signed < 0 ? "%05d" : "%04d";
    return String.format(Locale.ROOT, format, signed) + text.substring(endOfYear, end);
  }
}
