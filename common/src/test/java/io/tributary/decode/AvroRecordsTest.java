package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.avro.AvroReader;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro in the registry's wire format, and what is none. */
class AvroRecordsTest {

  private static final long SEED = Long.getLong("tributary.seed", 20_260_228L);

  private static final String EVERYTHING =
      """
      {"type":"record","name":"R","fields":[
        {"name":"b","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},
        {"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"s","type":"string"},
        {"name":"y","type":"bytes"},{"name":"x","type":{"type":"fixed","name":"F","size":2}},
        {"name":"e","type":{"type":"enum","name":"E","symbols":["P","Q"]}},
        {"name":"u","type":["null","string"]},
        {"name":"a","type":{"type":"array","items":["null","long"]}},
        {"name":"m","type":{"type":"map","values":["null","string"]}}]}""";

  private static byte[] written(Schema schema, Object datum, boolean blocks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncoderFactory factory = EncoderFactory.get();
    BinaryEncoder encoder =
        blocks ? factory.blockingBinaryEncoder(out, null) : factory.binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static Object read(Schema schema, byte[] avro) throws Undecodable {
    return AvroReader.of(schema.toString(), 1).read(avro, 0);
  }

  private static GenericData.Record everything(Schema schema, double number) {
    GenericData.Record record = new GenericData.Record(schema);
    record.put("b", true);
    record.put("i", Integer.MIN_VALUE);
    record.put("l", Long.MAX_VALUE);
    record.put("f", (float) number);
    record.put("d", number);
    record.put("s", "caf\u00e9 \ud83d\ude00");
    record.put("y", ByteBuffer.wrap(new byte[] {0, -1}));
    record.put("x", new GenericData.Fixed(schema.getField("x").schema(), new byte[] {1, 2}));
    record.put("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "Q"));
    record.put("u", null);
    record.put("a", Arrays.asList(1L, null, -3L));
    Map<String, String> map = new LinkedHashMap<>(Map.of("k", "v"));
    map.put("n", null);
    record.put("m", map);
    return record;
  }

  @ParameterizedTest
  @CsvSource({"0.1, false, 0.1", "-1.5e300, true, -1.5e300", "0, false, 0.0"})
  void readsWhatAvroItselfWrites(double number, boolean blocks, String expected)
      throws IOException, Undecodable {
    Schema schema = new Schema.Parser().parse(EVERYTHING);

    Object tree = read(schema, written(schema, everything(schema, number), blocks));

    float small = (float) number;
    String f = Float.isInfinite(small) ? "\"" + small + "\"" : Float.toString(small);
    byte[] json =
        ("{\"b\":true,\"i\":-2147483648,\"l\":9223372036854775807,\"f\":%s,\"d\":%s,"
                + "\"s\":\"caf\u00e9 \ud83d\ude00\",\"y\":\"AP8=\",\"x\":\"AQI=\",\"e\":\"Q\",\"u\":null,"
                + "\"a\":[1,null,-3],\"m\":{\"k\":\"v\",\"n\":null}}")
            .formatted(f, Double.toString(Double.parseDouble(expected)))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(tree).isEqualTo(Json.parse(json));
  }

  @Test
  void writesSpecialNumbersAsTheJsonConverterDoes() throws IOException, Undecodable {
    Schema schema = Schema.create(Schema.Type.DOUBLE);

    assertThat(read(schema, written(schema, Double.NaN, false))).isEqualTo("NaN");
    assertThat(read(schema, written(schema, Double.NEGATIVE_INFINITY, false)))
        .isEqualTo("-Infinity");
    assertThat(read(schema, written(schema, -0.0d, false))).isEqualTo(-0.0d);
  }

  @Test
  void tellsTheTypesThatConnectGave() throws Undecodable {
    String decimal =
        "{\"type\":\"bytes\",\"scale\":2,\"precision\":10,\"logicalType\":\"decimal\","
            + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\"}";
    String small = "{\"type\":\"int\",\"connect.type\":\"int16\"}";
    String date = "{\"type\":\"int\",\"logicalType\":\"date\"}";
    String micros = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";

    assertThat(connect("[\"null\"," + decimal + "]"))
        .containsEntry("type", "bytes")
        .containsEntry("name", "org.apache.kafka.connect.data.Decimal")
        .containsEntry("parameters", Map.of("scale", "2", "connect.decimal.precision", "10"));
    assertThat(connect(small)).containsEntry("type", "int16");
    assertThat(connect(date)).containsEntry("name", "org.apache.kafka.connect.data.Date");
    assertThat(connect(micros))
        .containsEntry("name", "org.apache.kafka.connect.data.timestamp-micros");
  }

  private static Map<String, Object> connect(String type) throws Undecodable {
    Object fields =
        AvroReader.of(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"v\",\"type\":"
                    + type
                    + "}]}",
                1)
            .connectSchema()
            .get("fields");
    @SuppressWarnings("unchecked") // AvroConnectSchema makes no other lists.
    Map<String, Object> field = ((List<Map<String, Object>>) fields).get(0);
    return field;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"type\":\"nothing\"}",
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":[\"null\",\"R\"]}]}"
      })
  void rejectsASchemaThatIsNone(String schema) {
    assertThat(codeOf(new byte[] {0, 0, 0, 0, 1, 0}, id -> schema))
        .isEqualTo(DecodeError.UNKNOWN_SCHEMA);
  }

  @Test
  void rejectsWhatTheRegistryDoesNotHave() {
    assertThat(codeOf(new byte[] {0, 0, 0, 0, 1, 0}, id -> null))
        .isEqualTo(DecodeError.UNKNOWN_SCHEMA);
    assertThat(codeOf(new byte[] {0, 0, 0, 0, 1, 0}, null)).isEqualTo(DecodeError.UNKNOWN_SCHEMA);
    assertThat(codeOf(new byte[] {0, 0, 0}, id -> "\"string\""))
        .isEqualTo(DecodeError.MALFORMED_AVRO);
  }

  private static DecodeError codeOf(byte[] value, SchemaRegistry registry) {
    ChangeEventDecoder decoder =
        ChangeEventDecoder.of(TableDescriptions.fixed(Map.of()), WireFormat.DEFAULT, registry);
    RawRecord record = new RawRecord(new Origin("app.public.t", 0, 1), 1, null, value, List.of());
    return ((Decoded.Rejected) decoder.decode(record)).code();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ag==", "BA==", "/////////////wE=", "AP////8P"})
  void rejectsDamagedBytes(String base64) {
    Schema arrays = Schema.createArray(Schema.create(Schema.Type.STRING));

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> read(arrays, Base64.getDecoder().decode(base64))))
        .isInstanceOf(Undecodable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "flatavro"})
  void survivesAnyBytes(String recording) throws IOException {
    Random random = new Random(SEED);
    ChangeEventDecoder decoder = RecordedChanges.decoder(recording);
    for (RawRecord record : Recordings.of(recording)) {
      for (int round = 0; round < 40 && record.value() != null; round++) {
        byte[] value = record.value().clone();
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
          value[1 + random.nextInt(value.length - 1)] = (byte) random.nextInt(256);
        }
        byte[] cut = Arrays.copyOf(value, 1 + random.nextInt(value.length));
        assertThat(decoder.decode(with(record, value))).as("seed %d", SEED).isNotNull();
        assertThat(decoder.decode(with(record, cut))).as("seed %d", SEED).isNotNull();
      }
    }
  }

  private static RawRecord with(RawRecord record, byte[] value) {
    return new RawRecord(
        record.origin(), record.timestampMillis(), record.key(), value, record.headers());
  }
}
