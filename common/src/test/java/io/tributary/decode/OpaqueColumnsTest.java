package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.decode.wire.BinaryMode;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns of types that the connector does not know: it writes their text as it writes bytes. */
class OpaqueColumnsTest {

  private static final ColumnType TEXT = ColumnType.of(Kind.TEXT);
  private static final ColumnType TEXTS = ColumnType.arrayOf(TEXT);

  /** In base64 with both of the letters that URLs cannot have. */
  private static final String VALUE = "'é>?':1 ~~~";

  private static final String ID = "{\"type\":\"int32\",\"field\":\"id\"}";
  private static final String BYTES = "\"type\":\"bytes\"";
  private static final String STRING = "\"type\":\"string\"";

  @ParameterizedTest
  @EnumSource
  void areReadAsTheConnectorWritesBytes(BinaryMode mode) {
    String wire = written(VALUE, mode);

    assertThat(value(Wire.value(wire), TEXT, mode)).isEqualTo(VALUE);
    assertThat(value(Wire.value("[" + wire + ",null]"), TEXTS, mode))
        .isEqualTo(Arrays.asList(VALUE, null));
    assertThat(value(Wire.value("null"), TEXT, mode)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void areReadAsTheirSchemaSaysThatTheyAreWritten(BinaryMode mode) {
    String type = mode == BinaryMode.BYTES ? BYTES : STRING;
    String wire = written(VALUE, mode);

    assertThat(value(Wire.value(wire).schema(ID, field(type)), TEXT, mode)).isEqualTo(VALUE);
    assertThat(value(Wire.value("[" + wire + "]").schema(ID, arrayOf(type)), TEXTS, mode))
        .isEqualTo(List.of(VALUE));
  }

  /** A connector that was switched to another mode wrote these before. */
  @ParameterizedTest
  @EnumSource
  void areBase64InAnyModeWhereTheirSchemaSaysBytes(BinaryMode mode) {
    String wire = written(VALUE, BinaryMode.BYTES);

    assertThat(value(Wire.value(wire).schema(ID, field(BYTES)), TEXT, mode)).isEqualTo(VALUE);
    assertThat(value(Wire.value("[" + wire + "]").schema(ID, arrayOf(BYTES)), TEXTS, mode))
        .isEqualTo(List.of(VALUE));
  }

  @ParameterizedTest
  @EnumSource
  void areUnavailableWhereAnUpdateLeftThemUnchanged(BinaryMode mode) {
    String wire = written(WireFormat.PLACEHOLDER, mode);
    String type = mode == BinaryMode.BYTES ? BYTES : STRING;

    assertThat(image(Wire.value(wire), TEXT, mode).isUnavailable(1)).isTrue();
    assertThat(image(Wire.value(wire).schema(ID, field(type)), TEXT, mode).isUnavailable(1))
        .isTrue();
  }

  @Test
  void areRejectedWhereTheyAreNoTextOrWrittenOtherwise() {
    String inHex = written(VALUE, BinaryMode.HEX);

    assertThat(Wire.value("\"fffe\"").rejectedBy(decoder(TEXT, BinaryMode.HEX)))
        .isEqualTo(DecodeError.TYPE_MISMATCH);
    assertThat(Wire.value("\"Pz8/\"").rejectedBy(decoder(TEXT, BinaryMode.HEX)))
        .isEqualTo(DecodeError.TYPE_MISMATCH);
    assertThat(Wire.value("1").rejectedBy(decoder(TEXT, BinaryMode.HEX)))
        .isEqualTo(DecodeError.TYPE_MISMATCH);
    assertThat(Wire.value(inHex).schema(ID, field(BYTES)).rejectedBy(decoder(TEXT, BinaryMode.HEX)))
        .isEqualTo(DecodeError.TYPE_MISMATCH);
  }

  private static String written(String text, BinaryMode mode) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return '"'
        + switch (mode) {
          case BYTES, BASE64 -> Base64.getEncoder().encodeToString(utf8);
          case BASE64_URL_SAFE -> Base64.getUrlEncoder().encodeToString(utf8);
          case HEX -> HexFormat.of().formatHex(utf8);
        }
        + '"';
  }

  private static String field(String type) {
    return "{" + type + ",\"field\":\"v\"}";
  }

  private static String arrayOf(String type) {
    return "{\"type\":\"array\",\"items\":{" + type + "},\"field\":\"v\"}";
  }

  private static Object value(Wire wire, ColumnType type, BinaryMode mode) {
    return image(wire, type, mode).value("v");
  }

  private static RowImage image(Wire wire, ColumnType type, BinaryMode mode) {
    return wire.decodedBy(decoder(type, mode)).after();
  }

  private static ChangeEventDecoder decoder(ColumnType type, BinaryMode mode) {
    TableDescription table =
        new TableDescription(
            Wire.TABLE,
            RowSchema.of(
                new RowSchema.Column("id", ColumnType.of(Kind.INTEGER)),
                new RowSchema.Column("v", type)),
            List.of("id"),
            false,
            Set.of("v"),
            Set.of(),
            Set.of(),
            false);
    return ChangeEventDecoder.of(Map.of(Wire.TABLE, table), WireFormat.DEFAULT.withBinary(mode));
  }
}
