package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

class ConnectJsonTest {

  @Test
  void writesEveryKindOfValue() {
    Schema schema =
        SchemaBuilder.struct()
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .field("small", Schema.INT16_SCHEMA)
            .field("large", Schema.INT64_SCHEMA)
            .field("twice", Schema.FLOAT64_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field("raw", Schema.BYTES_SCHEMA)
            .field("list", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
            .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build())
            .build();
    Struct value =
        new Struct(schema)
            .put("flag", true)
            .put("small", (short) 5)
            .put("large", Long.MAX_VALUE)
            .put("twice", Double.NaN)
            .put("text", "a \"b\"\n\u00e9")
            .put("raw", ByteBuffer.wrap(new byte[] {0, -1}))
            .put("list", Arrays.asList("a", null))
            .put("map", Map.of("k", "v"));

    assertThat(json(schema, value))
        .isEqualTo(
            "{\"flag\":true,\"small\":5,\"large\":9223372036854775807,\"twice\":\"NaN\","
                + "\"text\":\"a \\\"b\\\"\\n\u00e9\",\"raw\":\"AP8=\",\"list\":[\"a\",null],"
                + "\"map\":{\"k\":\"v\"}}");
  }

  @Test
  void writesBytesOfATypeThatIsTextAsText() {
    Schema schema =
        SchemaBuilder.struct()
            .field("words", SchemaBuilder.bytes().parameter(ConnectJson.SOURCE_TYPE, "TSVECTOR"))
            .build();
    ByteBuffer words = ByteBuffer.wrap("'fox'".getBytes(StandardCharsets.UTF_8));

    assertThat(json(schema, new Struct(schema).put("words", words)))
        .isEqualTo("{\"words\":\"'fox'\"}");
  }

  @Test
  void keepsNullInAColumnWithADefault() {
    Schema schema =
        SchemaBuilder.struct()
            .field("preset", SchemaBuilder.string().optional().defaultValue("preset").build())
            .build();

    assertThat(json(schema, new Struct(schema).put("preset", null))).isEqualTo("{\"preset\":null}");
  }

  @Test
  void writesLogicalTypes() {
    assertThat(json(Decimal.schema(2), new BigDecimal("12.34"))).isEqualTo("\"BNI=\"");
    assertThat(json(Timestamp.SCHEMA, new java.util.Date(5))).isEqualTo("5");
    assertThatThrownBy(() -> json(Schema.STRING_SCHEMA, new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hasNoBytesForNothing() {
    assertThat(ConnectJson.OF_SNAPSHOT.write(null, null)).isNull();
  }

  private static String json(Schema schema, Object value) {
    return new String(
        Objects.requireNonNull(ConnectJson.OF_SNAPSHOT.write(schema, value)),
        StandardCharsets.UTF_8);
  }
}
