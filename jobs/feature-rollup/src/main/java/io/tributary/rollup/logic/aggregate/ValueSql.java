package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;

/** How values are compared and shown in SQL, to the same result as {@link Element}. */
public final class ValueSql {

  /** As many fractional digits as there are. */
  private static final String TIME =
      " || rtrim(rtrim(to_char(m, '\"T\"HH24:MI:SS.US'), '0'), '.')%s";

  private ValueSql() {}

  /** A value in a type whose order is that of elements. */
  static String ordered(String value, ColumnType.Kind kind) {
    return switch (kind) {
      case TEXT, UUID, JSON -> value + "::text COLLATE \"C\"";
      case NUMERIC -> value + "::numeric";
      default -> value;
    };
  }

  /** A key's column, in the order of elements. */
  public static String key(String column, ColumnType.Kind kind) {
    return kind == ColumnType.Kind.BYTES
        ? "encode(" + column + ", 'hex') COLLATE \"C\""
        : ordered(column, kind);
  }

  /** A value, {@link #ordered} before, as text. */
  static String shown(String value, ColumnType.Kind kind) {
    return "(" + listed(value, kind) + ")::text";
  }

  /** A value, {@link #ordered} before, in a type that JSON has. */
  static String listed(String value, ColumnType.Kind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> "trim_scale((" + value + ")::numeric)";
      // Through text, for a cast would round to fewer digits than tell the number from others.
      case REAL, DOUBLE -> "trim_scale((" + value + ")::text::numeric)";
      case DATE -> iso("(" + value + ")::timestamp", "");
      case TIMESTAMP -> iso(value, TIME.formatted(""));
      case TIMESTAMPTZ -> iso("(" + value + ") AT TIME ZONE 'UTC'", TIME.formatted(" || 'Z'"));
      default -> value;
    };
  }

  /** ISO-8601, with a sign on years before 1 and after 9999. */
  private static String iso(String timestamp, String time) {
    return """
        (SELECT CASE WHEN NOT isfinite(m) THEN m::text ELSE
          CASE WHEN y > 9999 THEN '+' WHEN y < 0 THEN '-' ELSE '' END
          || to_char(abs(y), 'FM999990000') || to_char(m, '-MM-DD')%s END
        FROM (SELECT m, extract(year FROM m) + (extract(year FROM m) < 0)::int AS y
          FROM (SELECT %s AS m) AS x) AS x)"""
        .formatted(time, timestamp);
  }
}
