package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {

  private static final TableId T = new TableId("public", "t");
  private static final String TEXT = "__debezium_unavailable_value";
  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);
  private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);

  private static RowImage decoded(ColumnType type, String wire) {
    return decoded(type, wire, WireFormat.DEFAULT);
  }

  private static RowImage decoded(ColumnType type, String wire, WireFormat format) {
    RowSchema columns =
        RowSchema.of(
            new RowSchema.Column("id", ColumnType.of(Kind.INTEGER)),
            new RowSchema.Column("v", type));
    ChangeEventDecoder decoder =
        ChangeEventDecoder.of(
            Map.of(T, new TableDescription(T, columns, List.of("id"), false)), format);
    return Wire.update(null, "{\"id\":1,\"v\":" + wire + "}").decodedBy(decoder).after();
  }

  static Stream<Arguments> forms() {
    String uuid = UUID.nameUUIDFromBytes(BYTES).toString();
    return Stream.of(
        arguments(ColumnType.of(Kind.TEXT), quoted(TEXT)),
        arguments(ColumnType.of(Kind.JSON), quoted(TEXT)),
        arguments(ColumnType.of(Kind.NUMERIC), quoted(TEXT)),
        arguments(ColumnType.of(Kind.BYTES), quoted(BASE64)),
        arguments(ColumnType.of(Kind.BYTES), quoted(HexFormat.of().formatHex(BYTES))),
        arguments(ColumnType.of(Kind.BYTES), quoted(Base64.getUrlEncoder().encodeToString(BYTES))),
        arguments(ColumnType.of(Kind.HSTORE), "{" + quoted(TEXT) + ":" + quoted(TEXT) + "}"),
        arguments(ColumnType.of(Kind.HSTORE), "\"{\\\"" + TEXT + "\\\":\\\"" + TEXT + "\\\"}\""),
        arguments(arrayOf(Kind.TEXT), "[" + quoted(TEXT) + "]"),
        arguments(arrayOf(Kind.JSON), "[" + quoted(TEXT) + "]"),
        arguments(arrayOf(Kind.TIMESTAMPTZ), "[" + quoted(TEXT) + "]"),
        arguments(arrayOf(Kind.BYTES), "[" + quoted(BASE64) + "]"),
        arguments(arrayOf(Kind.UUID), "[" + quoted(uuid) + "]"),
        arguments(arrayOf(Kind.INTEGER), perByte("%d")),
        arguments(arrayOf(Kind.BIGINT), perByte("%d")),
        arguments(arrayOf(Kind.DATE), perByte("%d")),
        arguments(arrayOf(Kind.TIMESTAMP), perByte("%d")),
        arguments(arrayOf(Kind.DOUBLE), perByte("%d.0")),
        arguments(arrayOf(Kind.BOOLEAN), bits()));
  }

  private static String bits() {
    return IntStream.range(0, BYTES.length * Byte.SIZE)
        .mapToObj(at -> (BYTES[at / Byte.SIZE] >> (7 - at % Byte.SIZE) & 1) == 1 ? "true" : "false")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static ColumnType arrayOf(Kind kind) {
    return ColumnType.arrayOf(ColumnType.of(kind));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String perByte(String format) {
    return IntStream.range(0, BYTES.length)
        .mapToObj(i -> format.formatted(BYTES[i]))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void standsForAnUnchangedValue(ColumnType type, String wire) {
    RowImage image = decoded(type, wire);

    assertThat(image.unavailableColumns()).containsExactly("v");
    assertThat(image.isLost(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my %s", "%s ", "%s%s"})
  void isTheUsersInsideALongerText(String pattern) {
    String text = pattern.replace("%s", TEXT);

    assertThat(decoded(ColumnType.of(Kind.TEXT), quoted(text)).value("v")).isEqualTo(text);
    assertThat(decoded(arrayOf(Kind.TEXT), "[" + quoted(TEXT) + ",\"a\"]").value("v"))
        .isEqualTo(List.of(TEXT, "a"));
  }

  @ParameterizedTest
  @CsvSource({"UNCHANGED, UNCHANGED", "hex:556E, Un"})
  void isWhatTheConnectorIsConfiguredWith(String configured, String onTheWire) {
    WireFormat format = WireFormat.DEFAULT.withPlaceholder(configured);

    assertThat(decoded(ColumnType.of(Kind.TEXT), quoted(onTheWire), format).isComplete()).isFalse();
    assertThat(decoded(ColumnType.of(Kind.TEXT), quoted(TEXT), format).isComplete()).isTrue();
  }

  @Test
  void hasNegativeElementsForHighBytes() {
    WireFormat format = WireFormat.DEFAULT.withPlaceholder("hex:00ff");

    assertThat(decoded(arrayOf(Kind.INTEGER), "[0,-1]", format).isComplete()).isFalse();
    assertThat(decoded(arrayOf(Kind.INTEGER), "[0,255]", format).isComplete()).isTrue();
  }
}
