package io.debezium.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Uuid;
import io.debezium.data.VariableScaleDecimal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrayPlaceholderTest {

  private static final byte[] PLACEHOLDER = {'U', (byte) 0xe9};

  static Stream<Schema> elements() {
    return Stream.of(
        Schema.OPTIONAL_STRING_SCHEMA,
        Schema.OPTIONAL_BYTES_SCHEMA,
        Schema.OPTIONAL_BOOLEAN_SCHEMA,
        Schema.OPTIONAL_INT16_SCHEMA,
        Schema.OPTIONAL_INT32_SCHEMA,
        Schema.OPTIONAL_INT64_SCHEMA,
        Schema.OPTIONAL_FLOAT32_SCHEMA,
        Schema.OPTIONAL_FLOAT64_SCHEMA,
        Uuid.builder().optional().build(),
        Decimal.builder(2).optional().build(),
        Date.builder().optional().build(),
        Timestamp.builder().optional().build());
  }

  @ParameterizedTest
  @MethodSource("elements")
  void isAnArrayOfItsColumnsSchema(Schema element) {
    List<Object> array = Objects.requireNonNull(ArrayPlaceholder.of(PLACEHOLDER, element));

    ConnectSchema.validateValue(SchemaBuilder.array(element).build(), array);
  }

  @Test
  void hasAnElementForEachByteOrBit() {
    assertThat(ArrayPlaceholder.of(PLACEHOLDER, Schema.OPTIONAL_INT16_SCHEMA))
        .isEqualTo(List.of((short) 85, (short) -23));
    assertThat(ArrayPlaceholder.of(PLACEHOLDER, Decimal.builder(2).build()))
        .isEqualTo(List.of(new BigDecimal("0.85"), new BigDecimal("-0.23")));
    assertThat(ArrayPlaceholder.of(new byte[] {(byte) 0b1010_0001}, Schema.BOOLEAN_SCHEMA))
        .isEqualTo(List.of(true, false, true, false, false, false, false, true));
  }

  @Test
  void isNoneWhereNothingIsLikeIt() {
    assertThat(ArrayPlaceholder.of(PLACEHOLDER, VariableScaleDecimal.schema())).isNull();
    assertThat(ArrayPlaceholder.of(PLACEHOLDER, Time.SCHEMA)).isNull();
  }
}
