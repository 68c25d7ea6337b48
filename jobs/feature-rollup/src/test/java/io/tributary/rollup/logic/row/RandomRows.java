package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table with a column of every kind that can be compared, and random values of them, as texts
 * that PostgreSQL reads. The same values come again and again, so that constants meet them.
 */
final class RandomRows {

  /** One column: its SQL type, texts of its values, and what these are in an image. */
  record Column(
      String name, String sqlType, Kind kind, List<String> texts, Function<String, Object> value) {}

  private static final List<String> WHOLE = List.of("0", "1", "-1", "7", "100", "32767", "-32768");
  private static final List<String> FLOATS =
      List.of(
          "0", "-0", "0.1", "1", "-1.5", "7", "NaN", "Infinity", "-Infinity", "3.4e38", "1e-40");
  private static final List<String> TEXTS =
      List.of(
          "", "a", "B", "b", "ab", "7", "true", "é", "\uFFFD", "😀", "it's", "back\\slash", "x\ny");
  private static final List<String> UUIDS =
      List.of(
          "00000000-0000-0000-0000-000000000000",
          "7f000000-0000-4000-8000-00000000000a",
          "80000000-0000-4000-8000-00000000000b",
          "ffffffff-ffff-4fff-bfff-ffffffffffff");
  private static final List<String> DATES =
      List.of("2026-02-28", "0001-01-01", "9999-12-31", "1970-01-01", "infinity", "-infinity");
  private static final List<String> TIMES =
      List.of(
          "2026-02-28T12:00:00",
          "2026-02-28T12:00:00.000001",
          "2026-02-28T00:00:00",
          "1969-12-31T23:59:59.5",
          "infinity",
          "-infinity");

  static final List<Column> COLUMNS =
      List.of(
          new Column("i2", "smallint", Kind.SMALLINT, WHOLE, Integer::valueOf),
          new Column("i4", "integer", Kind.INTEGER, WHOLE, Integer::valueOf),
          new Column("i8", "bigint", Kind.BIGINT, WHOLE, Long::valueOf),
          new Column(
              "n",
              "numeric",
              Kind.NUMERIC,
              List.of("0", "1", "1.0", "-1.50", "7", "1e30", "0.1", "NaN", "Infinity", "-Infinity"),
              RandomRows::numeric),
          new Column(
              "cash", "money", Kind.NUMERIC, List.of("0.00", "7.00", "-1.50"), BigDecimal::new),
          new Column("f4", "real", Kind.REAL, FLOATS, Float::valueOf),
          new Column("f8", "double precision", Kind.DOUBLE, FLOATS, Double::valueOf),
          new Column("b", "boolean", Kind.BOOLEAN, List.of("true", "false"), Boolean::valueOf),
          new Column("t", "text COLLATE \"en-x-icu\"", Kind.TEXT, TEXTS, text -> text),
          new Column("e", "mood", Kind.TEXT, List.of("sad", "Ok", "happy"), text -> text),
          new Column("u", "uuid", Kind.UUID, UUIDS, text -> text),
          new Column("d", "date", Kind.DATE, DATES, RandomRows::date),
          new Column("ts", "timestamp", Kind.TIMESTAMP, TIMES, RandomRows::local),
          new Column("tz", "timestamptz", Kind.TIMESTAMPTZ, TIMES, RandomRows::instant),
          new Column("js.a", "text", Kind.TEXT, TEXTS, text -> text),
          new Column("js", "jsonb", Kind.JSON, List.of(), text -> text),
          new Column("jt", "json", Kind.JSON, List.of(), text -> text));

  static final RowSchema SCHEMA =
      RowSchema.of(
          COLUMNS.stream()
              .map(column -> new RowSchema.Column(column.name(), ColumnType.of(column.kind())))
              .toList());

  private static final List<String> KEYS = List.of("a", "b", "bb", "0", "-1", "é");
  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-0.0",
          "7",
          "7.0",
          "7.50",
          "1e3",
          "1.5E+2",
          "12e-3",
          "0e5",
          "0e-3",
          "123456789012345678901234567890",
          "\"\"",
          "\"7\"",
          "\"true\"",
          "\"null\"",
          "\"é\"",
          "\"\\ud83d\\ude00\"",
          "\"q\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\"");

  private final Random random;

  RandomRows(Random random) {
    this.random = random;
  }

  <T> T any(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** A value as text, null for NULL. */
  @Nullable String text(Column column) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    return column.kind() == Kind.JSON ? document(4) : any(column.texts());
  }

  /** A JSON document with at most so many levels of objects and arrays. */
  String document(int depth) {
    int dice = random.nextInt(depth == 0 ? 1 : 5);
    if (dice == 0) {
      return any(SCALARS);
    }
    int size = random.nextInt(4);
    StringBuilder text = new StringBuilder(dice < 3 ? "{" : "[");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : any(List.of(",", " , ")));
      if (dice < 3) {
        text.append('"').append(any(KEYS)).append(any(List.of("\":", "\" : ")));
      }
      text.append(document(depth - 1));
    }
    return text.append(dice < 3 ? "}" : "]").toString();
  }

  /** A column, or a path into a json one. */
  ColumnRef reference() {
    Column column = any(COLUMNS);
    StringBuilder name = new StringBuilder(column.name());
    if (column.kind() == Kind.JSON) {
      for (int steps = random.nextInt(3); steps >= 0; steps--) {
        name.append('.').append(any(List.of("a", "b", "bb", "0", "1", "-1", "-2", "é", "+1", "x")));
      }
    }
    return ColumnRef.of(name.toString());
  }

  private static Object numeric(String text) {
    return text.endsWith("N") || text.endsWith("y") ? Double.valueOf(text) : new BigDecimal(text);
  }

  private static Object date(String text) {
    return switch (text) {
      case "infinity" -> LocalDate.MAX;
      case "-infinity" -> LocalDate.MIN;
      default -> LocalDate.parse(text);
    };
  }

  private static Object local(String text) {
    return switch (text) {
      case "infinity" -> LocalDateTime.MAX;
      case "-infinity" -> LocalDateTime.MIN;
      default -> LocalDateTime.parse(text);
    };
  }

  private static Object instant(String text) {
    return switch (text) {
      case "infinity" -> Instant.MAX;
      case "-infinity" -> Instant.MIN;
      default -> Instant.parse(text + "Z");
    };
  }
}
