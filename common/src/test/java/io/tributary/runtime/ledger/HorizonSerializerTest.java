package io.tributary.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.Op;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.Horizon;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class HorizonSerializerTest {

  private static final SourcePosition AT = new SourcePosition(1, 2, true, 3, 4, Op.TRUNCATE);
  private static final Horizon ONCE = Horizon.NONE.truncatedAt(AT, 5);

  private final HorizonSerializer serializer = new HorizonSerializer();

  @Test
  void writesTheFormOfVersionOne() throws IOException {
    String position = "38" + "01" + "02" + "02" + "04";
    assertThat(write(serializer, ONCE)).isEqualTo("01" + "01" + "0a" + position + "01" + position);
    assertThat(write(new SourcePositionSerializer(), AT)).isEqualTo("01" + position);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Horizon many = ONCE;
    for (int i = 1; i <= 200; i++) {
      many = many.truncatedAt(new SourcePosition(1, 2 + i, true, 3 + i, 0, Op.TRUNCATE), i);
    }
    assertThat(many.forgotten()).isNotNull();
    for (Horizon horizon : new Horizon[] {Horizon.NONE, ONCE, many}) {
      assertThat(read(write(serializer, horizon))).isEqualTo(horizon);
    }
  }

  @Test
  void takesWhatItHasForgottenForSeen() {
    Horizon many = ONCE;
    for (int i = 1; i <= 200; i++) {
      many = many.truncatedAt(new SourcePosition(1, 2 + i, true, 3 + i, 0, Op.TRUNCATE), i);
    }
    assertThat(many.hasSeen(AT)).isTrue();
    assertThat(many.hasSeen(new SourcePosition(1, 900, true, 901, 0, Op.TRUNCATE))).isFalse();
    assertThat(many.truncates()).hasSizeLessThan(100);
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() {
    assertThatThrownBy(() -> read("09")).hasMessageContaining("version 9");
  }

  private static <T> String write(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private Horizon read(String hex) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(HexFormat.of().parseHex(hex)));
  }
}
