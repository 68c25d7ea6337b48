package io.tributary.tools.decode;

/**
 * Values that the repaired Debezium 3.7.0 writes as others or loses, with the settings to pin, and
 * some that it did without its repair: what docs/wire-formats.md says of it.
 */
final class LostValues {

  static final String TABLE =
      """
      create table lost (id int primary key, skipped date, day date, days date[],
                         instants timestamptz[], moments timestamp[], clocks time[], nulls int[],
                         grid int[][])""";

  private LostValues() {}

  static String shown(int id) {
    return """
        {"id": %d, "skipped": "1582-10-10", "day": "-0043-03-15", "days": ["-0043-03-15"],
         "instants": ["-0043-03-15T12:00:00Z"], "moments": ["1360-11-09T06:33:47"],
         "clocks": ["09:51:10.880059", "24:00:00"]}"""
        .formatted(id);
  }

  static String row(int id) {
    return """
        insert into lost values (%d, '1582-10-10', '0044-03-15 BC', '{"0044-03-15 BC"}',
          '{"0044-03-15 12:00:00+00 BC"}', '{"1360-11-09 06:33:47"}',
          '{09:51:10.880059,24:00}', '{NULL}', '{{1,2},{3,4}}')"""
        .formatted(id);
  }
}
