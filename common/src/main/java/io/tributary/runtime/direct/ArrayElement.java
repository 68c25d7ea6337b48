package io.tributary.runtime.direct;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/**
 * How elements of arrays are written, by their types: from PostgreSQL's text form to a value of
 * Connect's that the decoder reads exactly. Times are ISO-8601 text.
 */
enum ArrayElement {
  BOOLEAN(Schema.OPTIONAL_BOOLEAN_SCHEMA, "t"::equals),
  WHOLE(Schema.OPTIONAL_INT64_SCHEMA, Long::valueOf),
  REAL(Schema.OPTIONAL_FLOAT32_SCHEMA, Float::valueOf),
  DOUBLE(Schema.OPTIONAL_FLOAT64_SCHEMA, Double::valueOf),
  TEXT(Schema.OPTIONAL_STRING_SCHEMA, text -> text),
  MOMENT(Schema.OPTIONAL_STRING_SCHEMA, ArrayElement::moment),
  MONEY(Schema.OPTIONAL_STRING_SCHEMA, ExactMoney::amount),
  INTERVAL(Schema.OPTIONAL_STRING_SCHEMA, ArrayElement::interval),
  BYTES(Schema.OPTIONAL_BYTES_SCHEMA, text -> HexFormat.of().parseHex(text.substring(2))),

  /** Of types that Debezium does not know, as it writes them. */
  OPAQUE(Schema.OPTIONAL_BYTES_SCHEMA, text -> text.getBytes(StandardCharsets.UTF_8)),

  /** Of types whose values are unknown in a column, too. */
  LOST(Schema.OPTIONAL_STRING_SCHEMA, text -> null);

  private static final int MICROSECONDS = 6;

  private final Schema schema;
  private final Function<String, @Nullable Object> parse;

  ArrayElement(Schema schema, Function<String, @Nullable Object> parse) {
    this.schema = schema;
    this.parse = parse;
  }

  Schema schema() {
    return schema;
  }

  @Nullable Object parse(String text) {
    return parse.apply(text);
  }

  /** {@code 0044-03-15 12:00:00+00 BC} is {@code -0043-03-15T12:00:00+00}; infinities are kept. */
  private static String moment(String text) {
    int dash = text.indexOf('-', 1);
    if (dash < 0 || text.endsWith("infinity")) {
      return text;
    }
    boolean beforeChrist = text.endsWith(" BC");
    int written = Integer.parseInt(text.substring(0, dash));
    int year = beforeChrist ? 1 - written : written;
    String rest = text.substring(dash, text.length() - (beforeChrist ? " BC".length() : 0));
    String sign = year < 0 ? "-" : year > 9999 ? "+" : "";
    return "%s%04d%s".formatted(sign, Math.abs(year), rest.replace(' ', 'T'));
  }

  private static String interval(String text) {
    try {
      PGInterval interval = new PGInterval(text);
      BigDecimal seconds = BigDecimal.valueOf(interval.getWholeSeconds());
      return "P%dY%dM%dDT%dH%dM%sS"
          .formatted(
              interval.getYears(),
              interval.getMonths(),
              interval.getDays(),
              interval.getHours(),
              interval.getMinutes(),
              seconds
                  .add(BigDecimal.valueOf(interval.getMicroSeconds(), MICROSECONDS))
                  .setScale(MICROSECONDS, RoundingMode.UNNECESSARY)
                  .toPlainString());
    } catch (SQLException e) {
      throw new IllegalArgumentException("no interval", e);
    }
  }
}
