package io.tributary.tools.decode;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Columns of PostgreSQL's types, each with random values in PostgreSQL's own text, and with what is
 * to be shown of a value, told by PostgreSQL.
 */
final class RandomColumns {

  /**
   * A column.
   *
   * @param literal makes a value's text
   * @param shown an expression of it, {@code %s}, that makes the JSON in which a value is shown
   */
  record Column(String name, String type, Function<Random, String> literal, String shown) {

    String shownAs() {
      return shown.replace("%s", name);
    }
  }

  /** What the expressions need. */
  static final String PREPARATION =
      """
      create extension hstore;
      create extension citext;
      create type mood as enum ('sad', 'ok', 'very happy');
      create domain percent as numeric(5, 2);
      create domain feeling as mood;
      create domain amounts as numeric[];
      create type pair as (a int, b text);
      create function iso(d date) returns text language sql as $$
        select case when not isfinite(d) then d::text
                    else case when y > 9999 then '+' || y
                              when y < 0 then '-' || lpad((-y)::text, 4, '0')
                              else lpad(y::text, 4, '0') end
                         || '-' || lpad(extract(month from d)::text, 2, '0')
                         || '-' || lpad(extract(day from d)::text, 2, '0') end
          from (select case when extract(year from d) < 0 then extract(year from d)::int + 1
                            when isfinite(d) then extract(year from d)::int end as y) of_era $$;
      create function iso(t timestamp) returns text language sql as $$
        select case when isfinite(t) then iso(t::date) || 'T' || t::time::text else t::text end $$;
      create function iso(t timestamptz) returns text language sql as $$
        select case when isfinite(t) then iso(t at time zone 'UTC') || 'Z' else t::text end $$;
      create function shown(f double precision) returns json language sql as $$
        select case when f::text in ('NaN', 'Infinity', '-Infinity') then to_json(f::text)
                    else f::text::json end $$;
      create function shown(f real) returns json language sql as $$
        select case when f::text in ('NaN', 'Infinity', '-Infinity') then to_json(f::text)
                    else f::text::json end $$;
      """;

  private static final String TEXT = "to_json(%s::text)";
  private static final String BARE = "to_json(%s)";
  private static final String ISO = "to_json(iso(%s))";

  private static final List<Column> SCALARS =
      List.of(
          new Column("yes", "boolean", r -> String.valueOf(r.nextBoolean()), BARE),
          new Column("small", "smallint", r -> String.valueOf((short) r.nextInt()), BARE),
          new Column("medium", "integer", r -> String.valueOf(RandomLiterals.skewed(r, 32)), BARE),
          new Column("large", "bigint", r -> String.valueOf(RandomLiterals.skewed(r, 64)), TEXT),
          new Column("single", "real", RandomLiterals::real, "shown(%s)"),
          new Column("twice", "double precision", RandomLiterals::twice, "shown(%s)"),
          new Column("amount", "numeric(12, 2)", r -> RandomLiterals.decimal(r, 39, 2), TEXT),
          new Column("wide", "numeric(38, 18)", r -> RandomLiterals.decimal(r, 120, 18), TEXT),
          new Column("whole", "numeric(20)", r -> RandomLiterals.decimal(r, 60, 0), TEXT),
          new Column(
              "loose",
              "numeric",
              r -> RandomLiterals.decimal(r, r.nextInt(300), r.nextInt(90)),
              TEXT),
          new Column("share", "percent", r -> RandomLiterals.decimal(r, 16, 2), TEXT),
          new Column(
              "price",
              "money",
              r -> RandomLiterals.decimal(r, 60, 2),
              "to_json(%s::numeric::text)"),
          new Column("body", "text", RandomLiterals::text, TEXT),
          new Column("code", "varchar(90)", RandomLiterals::text, TEXT),
          new Column("fixed", "char(9)", r -> RandomLiterals.word(r, 8), "to_json(rpad(%s, 9))"),
          new Column("nocase", "citext", RandomLiterals::text, TEXT),
          new Column("doc", "json", RandomLiterals::json, TEXT),
          new Column("docb", "jsonb", RandomLiterals::json, TEXT),
          new Column("uid", "uuid", r -> new UUID(r.nextLong(), r.nextLong()).toString(), TEXT),
          new Column(
              "raw",
              "bytea",
              RandomLiterals::bytes,
              "to_json(replace(encode(%s, 'base64'), e'\\n', ''))"),
          new Column("mood", "mood", r -> RandomLiterals.pick(r, "sad", "ok", "very happy"), TEXT),
          new Column("tags", "hstore", RandomLiterals::hstore, "hstore_to_json(%s)"),
          new Column("day", "date", RandomLiterals::day, ISO),
          new Column("clock", "time", r -> RandomLiterals.clock(r, 6), TEXT),
          new Column("clock0", "time(0)", r -> RandomLiterals.clock(r, 0), TEXT),
          new Column("clock3", "time(3)", r -> RandomLiterals.clock(r, 3), TEXT),
          new Column("moment", "timestamp", r -> RandomLiterals.moment(r, 6), ISO),
          new Column("moment3", "timestamp(3)", r -> RandomLiterals.moment(r, 3), ISO),
          new Column("instant", "timestamptz", r -> RandomLiterals.moment(r, 6), ISO),
          new Column("instant3", "timestamptz(3)", r -> RandomLiterals.moment(r, 3), ISO),
          new Column("span", "interval", RandomLiterals::interval, TEXT),
          new Column("bit1", "bit(1)", r -> RandomLiterals.bits(r, 1), TEXT),
          new Column("bit10", "bit(10)", r -> RandomLiterals.bits(r, 10), TEXT),
          new Column("bit64", "bit(64)", r -> RandomLiterals.bits(r, 64), TEXT),
          new Column(
              "host",
              "inet",
              r -> RandomLiterals.host(r) + RandomLiterals.pick(r, "", "/8", "/32", "/24"),
              "to_json(abbrev(%s))"),
          new Column("net", "cidr", r -> r.nextInt(256) + ".0.0.0/8", TEXT),
          new Column("ints", "int4range", RandomLiterals::range, TEXT),
          new Column(
              "duo", "pair", r -> "(" + r.nextInt() + "," + RandomLiterals.word(r, 5) + ")", TEXT),
          new Column("object", "oid", r -> "" + (r.nextInt() & 0xffffffffL), TEXT),
          new Column("ident", "name", r -> RandomLiterals.word(r, 9), TEXT),
          new Column(
              "markup", "xml", r -> "<a b=\"" + RandomLiterals.word(r, 9) + "\">x</a>", TEXT),
          new Column("mac", "macaddr", r -> "08:00:2b:01:02:" + (10 + r.nextInt(90)), TEXT),
          new Column(
              "zoned",
              "timetz",
              r ->
                  RandomLiterals.clockOfDay(r)
                      + RandomLiterals.fraction(r, 6)
                      + RandomLiterals.pick(r, "+00", "+02", "-15:59", "+05:30"),
              "to_json((%s at time zone 'UTC')::time::text || 'Z')"),
          new Column("nums", "numrange", RandomLiterals::range, TEXT),
          new Column("multi", "int4multirange", r -> "{" + RandomLiterals.range(r) + "}", TEXT),
          new Column("days", "daterange", r -> "[" + RandomLiterals.day(r) + ",)", TEXT),
          new Column("moments", "tsrange", r -> "[\"" + RandomLiterals.moment(r, 6) + "\",)", TEXT),
          new Column(
              "instants", "tstzrange", r -> "[\"" + RandomLiterals.moment(r, 6) + "\",)", TEXT));

  static final List<Column> COLUMNS =
      Stream.concat(SCALARS.stream(), RandomArrays.COLUMNS.stream()).toList();

  private RandomColumns() {}

  /** A value of a column, null for one in ten. */
  static @Nullable String value(Column column, Random random) {
    return random.nextInt(10) == 0 ? null : column.literal().apply(random);
  }

  /** The table's columns as they are declared. */
  static String declared() {
    StringJoiner columns = new StringJoiner(", ");
    COLUMNS.forEach(column -> columns.add(column.name() + " " + column.type()));
    return columns.toString();
  }

  /** An object of what is to be shown of a row. */
  static String shown() {
    StringJoiner columns = new StringJoiner(" || ", "", "");
    for (Column column : COLUMNS) {
      columns.add(
          "',\"%s\":' || case when %s is null then 'null' else (%s)::text end"
              .formatted(column.name(), column.name(), column.shownAs()));
    }
    return "'{\"id\":' || id || " + columns + " || '}'";
  }
}
