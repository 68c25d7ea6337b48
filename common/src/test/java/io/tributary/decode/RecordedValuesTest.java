package io.tributary.decode;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.Bytes;
import io.tributary.event.RowImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that the rows of {@code envelopes/rows.sql} have after decoding. */
class RecordedValuesTest {

  /** Rows were inserted once before the snapshot and once, with other keys, after it. */
  private static final int STREAMED = 100;

  private static final Instant FEBRUARY = Instant.parse("2026-02-28T11:00:00.123456Z");
  private static final String UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

  private static final Map<String, Object> TYPICAL =
      Map.ofEntries(
          entry("small", 5),
          entry("medium", 6),
          entry("large", 9_007_199_254_740_993L),
          entry("object", 4_294_967_295L),
          entry("single", 1.1f),
          entry("twice", 0.1d),
          entry("amount", new BigDecimal("12.50")),
          entry("wide", new BigDecimal("12345678901234567890.123456789012345678")),
          entry("price", new BigDecimal("1234.56")),
          entry("share", new BigDecimal("99.90")),
          entry("flag", true),
          entry("body", "caf\u00e9 \"q\" \\ \n\t"),
          entry("code", "code"),
          entry("fixed", "ab   "),
          entry("nocase", "NoCase"),
          entry("ident", "ident"),
          entry("doc", "{\"b\": 1,  \"a\": [1.0]}"),
          entry("docb", "{\"a\": [1.0], \"b\": 1}"),
          entry("uid", UUID),
          entry("raw", Bytes.copyOf(new byte[] {0, -1, 16})),
          entry("markup", "<a b=\"c\">d</a>"),
          entry("mood", "happy"),
          entry("words", "'fox' 'quick'"),
          entry("day", LocalDate.parse("2026-02-28")),
          entry("clock", 45_296_500_000L),
          entry("clock0", 45_296_000_000L),
          entry("clock3", 45_296_789_000L),
          entry("zoned_clock", "10:34:56.5Z"),
          entry("moment", LocalDateTime.parse("2026-02-28T12:00:00.123456")),
          entry("moment3", LocalDateTime.parse("2026-02-28T12:00:00.123")),
          entry("instant", FEBRUARY),
          entry("instant3", Instant.parse("2026-02-28T11:00:00.123Z")),
          entry("bit1", "1"),
          entry("bit10", "1000000101"),
          entry("host", "10.1.2.3/8"),
          entry("net", "10.1.0.0/16"),
          entry("mac", "08:00:2b:01:02:03"),
          entry("ints", "[1,5)"),
          entry("nums", "(0.5,)"),
          entry("instants", "[\"2026-02-28 12:00:00+00\",)"),
          entry("days", "[2026-02-28,2026-03-01)"),
          entry("duo", "(1,\"x y\")"),
          entry("wal", "0/16B3748"),
          entry("query", "'a' & 'b'"),
          entry("multi", "{[1,3),[5,7)}"),
          entry("letter", "x"),
          entry("duos", List.of("(1,x)")),
          entry("shares", List.of("1.50")),
          entry("words_list", List.of("n")),
          entry("texts", Arrays.asList("a", null, "", "NULL", "{\"x\"}")),
          entry("codes", List.of("ab")),
          entry("smalls", Arrays.asList(1, null)),
          entry("mediums", Arrays.asList(1, null, -1)),
          entry("larges", List.of(9_007_199_254_740_993L)),
          entry("amounts", List.of(new BigDecimal("1.50"), new BigDecimal("2.00"))),
          entry("singles", List.of(1.1f)),
          entry("doubles", List.of(0.1d)),
          entry("flags", Arrays.asList(true, false, null)),
          entry("uids", List.of(UUID)),
          entry("docs", List.of("{\"a\": 1}")),
          entry("raws", List.of(Bytes.copyOf(new byte[] {0, -1}))),
          entry("moods", List.of("sad", "ok")),
          entry("hosts", List.of("10.0.0.1")),
          entry("daylist", List.of(LocalDate.parse("2026-02-28"))),
          entry("clocks", List.of(45_296_500_000L)),
          entry("momentlist", List.of(LocalDateTime.parse("2026-02-28T12:00:00.123456"))),
          entry("instantlist", List.of(FEBRUARY)),
          entry("preset", "preset"),
          entry("required", 7));

  private static RowImage row(String recording, int id) throws IOException {
    return RecordedChanges.of(recording).get("types").stream()
        .filter(event -> event.after() != null && event.after().value("id").equals(id))
        .findFirst()
        .orElseThrow()
        .after();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "avro", "flat", "flatkeys", "flatavro"})
  void holdsOrdinaryValuesExactly(String recording) throws IOException {
    for (int id : new int[] {1, 1 + STREAMED}) {
      RowImage row = row(recording, id);

      Map<String, Object> actual = new LinkedHashMap<>();
      boolean avro = recording.endsWith("avro");
      TYPICAL.keySet().stream()
          .filter(column -> !avro || row.knows(column))
          .forEach(column -> actual.put(column, row.value(column)));
      if (avro) {
        // It equals the column's default, which the converter writes for NULL, too.
        actual.put("preset", "preset");
      }
      assertThat(actual).containsExactlyInAnyOrderEntriesOf(TYPICAL);
      assertThat(row.value("loose")).isEqualTo(new BigDecimal("1.500"));
      if (!recording.equals("defaults")) {
        assertThat(row.value("spans")).isEqualTo(List.of("P1D"));
      }
      Map<String, String> tags = new LinkedHashMap<>(Map.of("a", "1", "d", "x\"y"));
      tags.put("b c", null);
      assertThat(row.value("tags")).isEqualTo(tags);
      List<String> lost =
          switch (recording) {
            case "defaults" -> List.of("span", "bits", "spans", "grid", "gridtext");
            case "avro", "flatavro" -> List.of("bits", "grid", "gridtext", "preset");
            default -> List.of("bits", "grid", "gridtext");
          };
      assertThat(row.unavailableColumns()).containsExactlyElementsOf(lost);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "avro", "flat", "flatkeys", "flatavro"})
  void holdsTheLowerEndsExactly(String recording) throws IOException {
    for (int id : new int[] {2, 2 + STREAMED}) {
      RowImage row = row(recording, id);

      assertThat(row.value("small")).isEqualTo(-32_768);
      assertThat(row.value("medium")).isEqualTo(Integer.MIN_VALUE);
      assertThat(row.value("large")).isEqualTo(Long.MIN_VALUE);
      assertThat(row.value("single")).isEqualTo(Float.NaN);
      assertThat(row.value("twice")).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(row.value("amount")).isEqualTo(Double.NaN);
      assertThat(row.value("price")).isEqualTo(new BigDecimal("-92233720368547758.08"));
      assertThat(row.value("body")).isEqualTo("");
      assertThat(row.value("docb")).isEqualTo("null");
      assertThat(row.value("tags")).isEqualTo(Map.of());
      assertThat(row.value("day")).isEqualTo(LocalDate.parse("-0043-03-15"));
      assertThat(row.value("clock")).isEqualTo(0L);
      assertThat(row.value("moment")).isEqualTo(LocalDateTime.parse("-0043-03-15T12:00:00.000001"));
      assertThat(row.value("moment3")).isEqualTo(LocalDateTime.parse("-0043-03-15T12:00:00.001"));
      assertThat(row.value("instant")).isEqualTo(Instant.parse("-0043-03-15T12:00:00Z"));
      assertThat(row.value("span")).isEqualTo("P-1M2DT-3H-4M-5.000006S");
      assertThat(row.value("bit1")).isEqualTo("0");
      assertThat(row.value("bit10")).isEqualTo("0000000000");
      assertThat(row.value("ints")).isEqualTo("empty");
      assertThat(row.value("texts")).isEqualTo(List.of());
      isNullOrUnknown(row, recording);
      assertThat(row.unavailableColumns()).startsWith("bits", "mediums", "amounts");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "avro", "flat", "flatkeys", "flatavro"})
  void holdsTheUpperEndsExactly(String recording) throws IOException {
    for (int id : new int[] {3, 3 + STREAMED}) {
      RowImage row = row(recording, id);

      assertThat(row.value("large")).isEqualTo(Long.MAX_VALUE);
      assertThat(row.value("single")).isEqualTo(Float.MAX_VALUE);
      assertThat(row.value("twice")).isEqualTo(Double.MAX_VALUE);
      assertThat(row.value("loose")).isEqualTo(new BigDecimal("-1e-38"));
      assertThat(row.value("day")).isEqualTo(LocalDate.parse("9999-12-31"));
      assertThat(row.value("clock")).isEqualTo(86_400_000_000L);
      assertThat(row.value("clock0")).isEqualTo(86_400_000_000L);
      assertThat(row.value("zoned_clock")).isEqualTo("24:00:00Z");
      assertThat(row.value("moment")).isEqualTo(LocalDateTime.parse("9999-12-31T23:59:59.999999"));
      assertThat(row.value("instant")).isEqualTo(Instant.parse("9999-12-31T23:59:59.999999Z"));
      assertThat(row.value("instant3")).isEqualTo(Instant.parse("+10000-01-01T00:00:00Z"));
      assertThat(row.value("span")).isEqualTo("P178000000Y");
      assertThat(row.value("bit10")).isEqualTo("1111111111");
      assertThat(row.value("preset")).isEqualTo("__debezium_unavailable_value and more");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "schemas", "defaults", "avro", "flat", "flatkeys", "flatavro"})
  void holdsInfinitiesAndNulls(String recording) throws IOException {
    for (int offset : new int[] {0, STREAMED}) {
      RowImage plus = row(recording, 4 + offset);
      assertThat(plus.value("moment")).isEqualTo(LocalDateTime.MAX);
      assertThat(plus.value("moment3")).isEqualTo(LocalDateTime.MAX);
      assertThat(plus.value("instant")).isEqualTo(Instant.MAX);
      assertThat(plus.value("day")).isEqualTo(LocalDate.MAX);
      RowImage minus = row(recording, 5 + offset);
      assertThat(minus.value("moment")).isEqualTo(LocalDateTime.MIN);
      assertThat(minus.value("moment3")).isEqualTo(LocalDateTime.MIN);
      assertThat(minus.value("instant")).isEqualTo(Instant.MIN);
      assertThat(minus.value("day")).isEqualTo(LocalDate.MIN);
      isNullOrUnknown(row(recording, 6 + offset), recording);
    }
  }

  /** The column has a default, which Apicurio's converter to Avro writes in place of NULL. */
  private static void isNullOrUnknown(RowImage row, String recording) {
    if (recording.endsWith("avro")) {
      assertThat(row.isLost(row.schema().indexOf("preset"))).isTrue();
    } else {
      assertThat(row.value("preset")).isNull();
    }
  }
}
