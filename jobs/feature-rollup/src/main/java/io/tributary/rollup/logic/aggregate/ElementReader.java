package io.tributary.rollup.logic.aggregate;

import static io.tributary.rollup.logic.aggregate.ElementWriter.EXPONENT_ZERO;
import static io.tributary.rollup.logic.aggregate.ElementWriter.LONG_GREAT_EXPONENT;
import static io.tributary.rollup.logic.aggregate.ElementWriter.LONG_SMALL_EXPONENT;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Reads what {@link ElementWriter} writes. */
final class ElementReader {

  /** ISO-8601 with as many of six fractional digits as there are. */
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("'T'HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private final byte[] bytes;
  private int next;

  ElementReader(byte[] bytes) {
    this.bytes = bytes;
  }

  String lastAsJson() {
    int start = next;
    while (next < bytes.length) {
      start = next;
      skip();
    }
    next = start;
    return json();
  }

  private void skip() {
    switch (octet()) {
      case ElementWriter.NULL -> {}
      case ElementWriter.BOOLEAN -> next++;
      case ElementWriter.NUMBER -> number();
      case ElementWriter.REAL -> next += Integer.BYTES;
      case ElementWriter.TEXT -> next = endOfText() + 1;
      default -> next += Long.BYTES;
    }
  }

  private String json() {
    return switch (octet()) {
      case ElementWriter.NULL -> "null";
      case ElementWriter.BOOLEAN -> octet() == 0 ? "false" : "true";
      case ElementWriter.NUMBER -> Json.number(number());
      case ElementWriter.DOUBLE -> Json.number(number64());
      case ElementWriter.REAL -> Json.number(number32());
      case ElementWriter.TEXT -> Json.quoted(text());
      case ElementWriter.DATE -> Json.quoted(date(signed()));
      case ElementWriter.TIMESTAMP -> Json.quoted(moment(signed(), ""));
      case ElementWriter.TIMESTAMPTZ -> Json.quoted(moment(signed(), "Z"));
      default -> throw new IllegalStateException("no value has this tag");
    };
  }

  private String text() {
    int end = endOfText();
    String text = new String(bytes, next, end - next, StandardCharsets.UTF_8);
    next = end + 1;
    return text;
  }

  private int endOfText() {
    int end = next;
    while (bytes[end] != 0) {
      end++;
    }
    return end;
  }

  private static String date(long day) {
    return isFinite(day) ? LocalDate.ofEpochDay(day).toString() : infinity(day);
  }

  private static String moment(long micros, String zone) {
    if (!isFinite(micros)) {
      return infinity(micros);
    }
    Instant moment = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return MOMENT.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC)) + zone;
  }

  private static boolean isFinite(long value) {
    return value != Long.MIN_VALUE && value != Long.MAX_VALUE;
  }

  private static String infinity(long value) {
    return value > 0 ? "infinity" : "-infinity";
  }

  private Number number() {
    int head = octet();
    switch (head) {
      case ElementWriter.NEGATIVE_INFINITY:
        return Double.NEGATIVE_INFINITY;
      case ElementWriter.INFINITY:
        return Double.POSITIVE_INFINITY;
      case ElementWriter.NAN:
        return Double.NaN;
      case ElementWriter.ZERO:
        return BigDecimal.ZERO;
      default:
        return decimal(head);
    }
  }

  private BigDecimal decimal(int head) {
    int inverted = head < ElementWriter.ZERO ? 0xFF : 0;
    int exponent = (head ^ inverted) - EXPONENT_ZERO;
    if ((head ^ inverted) == LONG_SMALL_EXPONENT || (head ^ inverted) == LONG_GREAT_EXPONENT) {
      exponent = bits32() ^ Integer.MIN_VALUE ^ (inverted == 0 ? 0 : -1);
    }
    StringBuilder digits = new StringBuilder(inverted == 0 ? "" : "-");
    int scale = -exponent;
    int pair;
    do {
      pair = octet() ^ inverted;
      digits.append((char) ('0' + pair / 20)).append((char) ('0' + pair / 2 % 10));
      scale += 2;
    } while ((pair & 1) != 0);
    return new BigDecimal(new BigInteger(digits.toString()), scale);
  }

  private double number64() {
    long bits = signed() ^ Long.MIN_VALUE;
    return Double.longBitsToDouble(bits ^ (~bits >> 63 | Long.MIN_VALUE));
  }

  private float number32() {
    int bits = bits32();
    return Float.intBitsToFloat(bits ^ (~bits >> 31 | Integer.MIN_VALUE));
  }

  private long signed() {
    long high = bits32();
    return (high << 32 | bits32() & 0xFFFF_FFFFL) ^ Long.MIN_VALUE;
  }

  private int bits32() {
    return octet() << 24 | octet() << 16 | octet() << 8 | octet();
  }

  private int octet() {
    return bytes[next++] & 0xFF;
  }
}
