package io.tributary.tools.decode;

/**
 * Values that Debezium 3.7.0 writes as others or loses, with the settings to pin: what
 * docs/wire-formats.md says of it.
 */
final class LostValues {

  static final String TABLE =
      """
      create table lost (id int primary key, day date, days date[], instants timestamptz[],
                         moments timestamp[], clocks time[], nulls int[])""";

  /** A date before the year 1 is sent to the year after it. */
  static final String SHOWN_OF_SNAPSHOT =
      """
      {"id": 1, "day": "0044-03-15", "days": ["0044-03-15"], "instants": ["0044-03-15T12:00:00Z"],
       "moments": ["1360-11-17T06:33:47"], "clocks": ["09:51:10.88", "00:00:00"]}""";

  static final String SHOWN_OF_STREAM =
      """
      {"id": 2, "day": "-0043-03-15", "days": ["0044-03-15"], "instants": ["0044-03-15T12:00:00Z"],
       "moments": ["1360-11-17T06:33:47"], "clocks": ["09:51:10.88", "00:00:00"]}""";

  private LostValues() {}

  static String row(int id) {
    return """
        insert into lost values (%d, '0044-03-15 BC', '{"0044-03-15 BC"}',
          '{"0044-03-15 12:00:00+00 BC"}', '{"1360-11-09 06:33:47"}',
          '{09:51:10.880059,24:00}', '{NULL}')"""
        .formatted(id);
  }
}
