package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a value is shown: the column's type, the value on the wire, the value in the output. */
class DecodedValuesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "boolean | true | true",
        "smallint | -32768 | -32768",
        "integer | 2147483647 | 2147483647",
        "bigint | 9223372036854775807 | \"9223372036854775807\"",
        "oid | 4294967295 | \"4294967295\"",
        "real | 1.1 | 1.1",
        "real | \"NaN\" | \"NaN\"",
        "double precision | 0.1 | 0.1",
        "double precision | \"Infinity\" | \"Infinity\"",
        "double precision | \"-Infinity\" | \"-Infinity\"",
        "numeric(10,2) | \"12.50\" | \"12.50\"",
        "numeric | \"1E+3\" | \"1000\"",
        "numeric | \"0.00000000000000000000000001\" | \"0.00000000000000000000000001\"",
        "numeric | \"NAN\" | \"NaN\"",
        "numeric | \"POSITIVE_INFINITY\" | \"Infinity\"",
        "numeric | \"NEGATIVE_INFINITY\" | \"-Infinity\"",
        "money | \"1234.56\" | \"1234.56\"",
        "text | \"\" | \"\"",
        "text | \"caf\\u00e9 \\\"\\ud83d\\ude00\\\" \\n\" | \"caf\u00e9 \\\"\ud83d\ude00\\\" \\n\"",
        "json | \"{\\\"b\\\": 1,  \\\"a\\\": 1.0}\" | \"{\\\"b\\\": 1,  \\\"a\\\": 1.0}\"",
        "jsonb | \"null\" | \"null\"",
        "jsonb | null | null",
        "uuid | \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\" | \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"",
        "bytea | \"AP8Q\" | \"AP8Q\"",
        "date | 20512 | \"2026-02-28\"",
        "date | -735160 | \"-0043-03-15\"",
        "date | 2932897 | \"+10000-01-01\"",
        "time | 45296500000 | \"12:34:56.5\"",
        "time | 86400000000 | \"24:00:00\"",
        "timestamp | 1772280000123456 | \"2026-02-28T12:00:00.123456\"",
        "timestamp(3) | 1772280000000 | \"2026-02-28T12:00:00\"",
        "timestamp | 9223372036825200000 | \"infinity\"",
        "timestamp | -9223372036832400000 | \"-infinity\"",
        "timestamptz | \"2026-02-28T12:00:00.120000Z\" | \"2026-02-28T12:00:00.12Z\"",
        "timestamptz | \"2026-02-28T13:00:00+01:00\" | \"2026-02-28T12:00:00Z\"",
        "timestamptz | \"infinity\" | \"infinity\"",
        "interval | \"P1Y2M3DT4H5M6.789S\" | \"P1Y2M3DT4H5M6.789S\"",
        "bit(4) | \"BQ==\" | \"0101\"",
        "bit(1) | true | \"1\"",
        "integer[] | [1,null,-1] | [1,null,-1]",
        "bigint[] | [1,null] | [\"1\",null]",
        "text[] | [\"a\",null,\"\"] | [\"a\",null,\"\"]",
        "text[] | [] | []",
        "hstore | {\"a\":\"1\",\"b\":null} | {\"a\":\"1\",\"b\":null}",
        "hstore | \"{\\\"a\\\":\\\"1\\\"}\" | {\"a\":\"1\"}",
        "inet | \"10.1.2.3/8\" | \"10.1.2.3/8\"",
        "int4range | \"[1,5)\" | \"[1,5)\"",
        "mood | \"happy\" | \"happy\"",
      })
  void isShownExactly(String type, String wire, String shown) throws IOException {
    String yaml =
        """
        version: 1
        source: { kafka: { bootstrap-servers: "localhost:9092", topic-prefix: app } }
        tables: { public.users: { key: [id], columns: { id: int, v: "%s" } } }
        """;
    Path pipeline = Files.writeString(directory.resolve("pipeline.yaml"), yaml.formatted(type));
    String row = "{\"id\":1,\"v\":%s}".formatted(wire);

    Run run =
        Run.of(Kcat.change('c', 1, 2, "{\"id\":1}", null, row), "--pipeline", pipeline.toString());

    assertThat(run.line()).contains("\"after\":{\"id\":1,\"v\":" + shown + "},");
  }
}
