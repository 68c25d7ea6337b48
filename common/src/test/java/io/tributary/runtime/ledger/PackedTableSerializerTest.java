package io.tributary.runtime.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.PackedTable;
import io.tributary.ledger.packed.Slice;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PackedTableSerializerTest {

  /** Version, number of rows, and of each: length of lane, lane, length of entry, entry. */
  private static final String ONE_ROW = "01" + "01" + "03" + "612f31" + "02" + "7879";

  private static final String LANE = "03" + "612f31";

  private final PackedTableSerializer serializer = new PackedTableSerializer();

  @Test
  void writesARowInTheFormOfVersionOne() throws IOException {
    PackedTable table = new PackedTable();
    table.put(PackedKey.of("a/1"), "xyz".getBytes(UTF_8), 2);
    assertThat(write(table)).isEqualTo(ONE_ROW);
  }

  @Test
  void readsVersionOne() throws IOException {
    PackedTable table = read(ONE_ROW);
    assertThat(table.rows()).isEqualTo(1);
    Slice value = Objects.requireNonNull(table.get(PackedKey.of("a/1")));
    assertThat(value.toArray()).asString(UTF_8).isEqualTo("xy");
  }

  @Test
  void readsWhatItWrote() throws IOException {
    PackedTable table = new PackedTable();
    for (int i = 0; i < 10_000; i++) {
      byte[] value = new byte[i % 300];
      table.put(PackedKey.of("a/" + i), value, value.length);
    }
    PackedTable again = read(write(table));
    assertThat(again.rows()).isEqualTo(10_000);
    for (int i = 0; i < 10_000; i++) {
      Slice value = Objects.requireNonNull(again.get(PackedKey.of("a/" + i)));
      assertThat(value.length()).isEqualTo(i % 300);
    }
  }

  @Test
  void writesALaneAsItsLengthAndItsBytes() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    PackedKeySerializer lanes = new PackedKeySerializer();
    lanes.serialize(PackedKey.of("a/1"), out);
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(LANE);
    assertThat(lanes.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isEqualTo(PackedKey.of("a/1"));
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() {
    assertThatThrownBy(() -> read("02" + ONE_ROW.substring(2))).hasMessageContaining("version 2");
  }

  private String write(PackedTable table) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(table, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private PackedTable read(String hex) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(HexFormat.of().parseHex(hex)));
  }
}
