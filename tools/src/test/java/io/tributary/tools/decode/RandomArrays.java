package io.tributary.tools.decode;

import io.tributary.tools.decode.RandomColumns.Column;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Columns of arrays, with NULL among their elements. */
final class RandomArrays {

  private static final String TEXT = "e::text";
  private static final String BARE = "e";

  static final List<Column> COLUMNS =
      List.of(
          array("texts", "text", r -> RandomLiterals.quoted(RandomLiterals.text(r)), BARE),
          array("mediums", "int", r -> "" + r.nextInt(), BARE),
          array("smalls", "smallint", r -> "" + (short) r.nextInt(), BARE),
          array("larges", "bigint", r -> "" + r.nextLong(), TEXT),
          array("flags", "boolean", r -> "" + r.nextBoolean(), BARE),
          array("amounts", "numeric(12, 2)", r -> RandomLiterals.decimal(r, 39, 2), TEXT),
          array(
              "loosely",
              "numeric",
              r -> RandomLiterals.decimal(r, r.nextInt(300), r.nextInt(90)),
              TEXT),
          array("prices", "money", r -> RandomLiterals.decimal(r, 60, 2), "e::numeric::text"),
          array("uids", "uuid", r -> "" + new UUID(r.nextLong(), r.nextLong()), BARE),
          array("moods", "mood", r -> RandomLiterals.pick(r, "sad", "ok", "\"very happy\""), TEXT),
          array("feelings", "feeling", r -> RandomLiterals.pick(r, "sad", "ok"), TEXT),
          array("daylist", "date", RandomLiterals::day, "iso(e)"),
          array("clocks", "time", r -> RandomLiterals.clock(r, 6), TEXT),
          array("clocks3", "time(3)", r -> RandomLiterals.clock(r, 3), TEXT),
          array("momentlist", "timestamp", r -> RandomLiterals.moment(r, 6), "iso(e)"),
          array("momentlist3", "timestamp(3)", r -> RandomLiterals.moment(r, 3), "iso(e)"),
          array("instantlist", "timestamptz", r -> RandomLiterals.moment(r, 6), "iso(e)"),
          array(
              "zonedlist",
              "timetz",
              r -> RandomLiterals.clockOfDay(r) + RandomLiterals.pick(r, "+00", "+02", "-15:59"),
              "(e at time zone 'UTC')::time::text || 'Z'"),
          array("spans", "interval", RandomLiterals::interval, TEXT),
          array("singles", "real", RandomLiterals::real, "shown(e)"),
          array("doubles", "double precision", RandomLiterals::twice, "shown(e)"),
          array("docs", "jsonb", r -> RandomLiterals.quoted(RandomLiterals.json(r)), TEXT),
          array(
              "raws",
              "bytea",
              r -> RandomLiterals.quoted(RandomLiterals.bytes(r)),
              "replace(encode(e, 'base64'), e'\\n', '')"),
          array("bits10", "bit(10)", r -> RandomLiterals.bits(r, 10), TEXT),
          array("hosts", "inet", RandomLiterals::host, "abbrev(e)"),
          array("intslist", "int4range", r -> RandomLiterals.quoted(RandomLiterals.range(r)), TEXT),
          array("idents", "name", r -> RandomLiterals.word(r, 9), TEXT),
          array("markups", "xml", r -> "<a>" + RandomLiterals.word(r, 9) + "</a>", TEXT),
          array("hashes", "hstore", RandomArrays::hash, "hstore_to_json(e)"),
          array("shares", "percent", r -> RandomLiterals.decimal(r, 16, 2), TEXT),
          array("amountslist", "amounts", r -> "\"{1.50,NULL," + r.nextInt(9) + "}\"", TEXT),
          new Column(
              "duos",
              "pair[]",
              r -> RandomLiterals.array(r, it -> "\"(" + it.nextInt() + ",\\\"a b\\\")\""),
              "to_json(%s::text[])"));

  private RandomArrays() {}

  private static String hash(Random random) {
    return RandomLiterals.quoted(RandomLiterals.hstore(random));
  }

  private static Column array(
      String name, String type, Function<Random, String> element, String shown) {
    return new Column(
        name,
        type + "[]",
        r -> RandomLiterals.array(r, element),
        "(select coalesce(json_agg("
            + shown
            + " order by n), '[]') from unnest(%s) with ordinality of (e, n))");
  }
}
