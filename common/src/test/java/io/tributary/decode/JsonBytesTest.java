package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.decode.scan.JsonCursor;
import io.tributary.decode.scan.JsonSkip;
import io.tributary.decode.scan.Unsure;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is UTF-8, and nothing that only looks like it. */
class JsonBytesTest {

  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @ValueSource(
      strings = {
        // More bytes than the character needs.
        "c080",
        "c1bf",
        "e08080",
        "e09fbf",
        "f0808080",
        "f08282ac",
        // Halves of surrogate pairs, and a pair of them.
        "eda080",
        "edbfbf",
        "eda0bdedb880",
        // No characters, or half of one.
        "f4908080",
        "f5808080",
        "f888808080",
        "80",
        "ff",
        "c3",
        "e282",
        "f09f98",
      })
  void refusesATextThatIsNoUtf8(String bytes) {
    assertThatThrownBy(() -> Json.parse(text(bytes)))
        .isInstanceOf(Undecodable.class)
        .hasMessageContaining("that are not UTF-8");
    assertThatThrownBy(() -> skip(text(bytes))).isInstanceOf(Unsure.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3a9", "e282ac", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"})
  void takesWhatIs(String bytes) throws Exception {
    assertThat(Json.parse(text(bytes)))
        .isEqualTo(new String(HEX.parseHex(bytes), StandardCharsets.UTF_8));
    skip(text(bytes));
  }

  @Test
  void readsALongTextWholeAndFindsWhatIsWrongAtItsEnd() throws Exception {
    String euros = "e282ac".repeat(20_000);

    assertThat(Json.parse(text(euros))).isEqualTo("\u20ac".repeat(20_000));
    assertThatThrownBy(() -> Json.parse(text(euros + "c080"))).isInstanceOf(Undecodable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"efbbbf7b7d", "7b007d00", "feff007b007d", "fffe7b007d00", "7b0000007d000000"})
  void refusesOtherEncodingsAndMarksOfThem(String bytes) {
    assertThatThrownBy(() -> Json.parse(HEX.parseHex(bytes))).isInstanceOf(Undecodable.class);
  }

  private static byte[] text(String bytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write('"');
    text.writeBytes(HEX.parseHex(bytes));
    text.write('"');
    return text.toByteArray();
  }

  private static void skip(byte[] json) throws Unsure {
    JsonCursor cursor = new JsonCursor();
    cursor.open(json);
    JsonSkip.value(cursor);
  }
}
