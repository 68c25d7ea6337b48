package io.tributary.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.Op;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Debezium 1.9.8 wrote inside Flink CDC; {@link FlinkCdcRecordingIT} records it. */
class RecordedFlinkCdcTest {

  @Test
  void isReadTheSameInOnePassAndAsATree() throws IOException {
    ChangeEventDecoder decoder = RecordedChanges.decoder("flink_cdc");
    List<RawRecord> records = Recordings.of("flink_cdc");
    int fast = 0;
    for (RawRecord lesson : records) {
      decoder.decode(lesson);
      for (RawRecord record : records) {
        Decoded inOnePass = decoder.decodeFast(record);
        fast += inOnePass == null ? 0 : 1;
        if (inOnePass != null) {
          assertThat(inOnePass).as("%s", record.origin()).isEqualTo(decoder.decodeTree(record));
        }
      }
    }
    assertThat(fast).isPositive();
  }

  @Test
  void losesUnchangedArrays() throws IOException {
    ChangeEvent update =
        RecordedChanges.of("flink_cdc").get("toasted").stream()
            .filter(event -> event.op() == Op.UPDATE)
            .findFirst()
            .orElseThrow();
    RowImage row = update.after();
    int arrays = 0;
    for (int i = 0; i < row.schema().size(); i++) {
      if (row.schema().column(i).type().kind() == Kind.ARRAY) {
        assertThat(row.isLost(i)).as("%s", row.schema().column(i)).isTrue();
        arrays++;
      }
    }
    assertThat(arrays).isGreaterThan(4);
    assertThat(row.isUnavailable(row.schema().indexOf("body"))).isTrue();
    assertThat(row.isLost(row.schema().indexOf("body"))).isFalse();
  }

  @Test
  void holdsEveryOperation() throws IOException {
    assertThat(RecordedChanges.of("flink_cdc").values().stream().flatMap(List::stream))
        .extracting(ChangeEvent::op)
        .contains(Op.values());
  }
}
