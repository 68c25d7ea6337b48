package io.tributary.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.PageKey;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageKeySerializerTest {

  private final PageKeySerializer serializer = new PageKeySerializer();

  /** Twice the length, plus one before a number; what stands before it; the number; which slot. */
  @ParameterizedTest
  @CsvSource({
    "a/42, 05 612f 0000000000000002 00",
    "a/00047, 0b 612f303030 0000000000000002 00",
    "a/x, 06 612f78",
  })
  void writesAPageAsEverySavepointHasIt(String lane, String written) throws IOException {
    check(PackedKey.of(lane).place().page(), written.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({"-1, 05 612f 0000000000000002 00", "10, 05 612f 0000000000000002 0b"})
  void tellsThePageOfASingleRowFromTheSharedOne(int only, String written) throws IOException {
    check(PageKey.of(new byte[] {'a', '/'}, 2, only), written.replace(" ", ""));
  }

  private void check(PageKey page, String written) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(page, out);
    byte[] bytes = out.getCopyOfBuffer();
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(written);
    assertThat(serializer.deserialize(new DataInputDeserializer(bytes))).isEqualTo(page);
  }
}
