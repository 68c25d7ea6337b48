package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.Op;
import io.tributary.event.SourcePosition;
import io.tributary.ledger.LedgerEntry;
import io.tributary.testing.Rows;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LedgerEntrySerializerTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
  private static final LedgerEntry LIVE =
      new LedgerEntry(
          new SourcePosition(1, -2, true, 3, 4, Op.UPDATE), USERS.image(42, null), List.of(0), 5);
  private static final LedgerEntry TOMBSTONE =
      new LedgerEntry(new SourcePosition(0, 2, false, 0, 0, Op.DELETE), 5);

  /** Version 1 as it was first released: it has to be readable for ever. */
  private static final String TOMBSTONE_OF_VERSION_1 =
      "01"
          + "00000000"
          + "0000000000000002"
          + "00"
          + "0000000000000000"
          + "0000000000000000"
          + "64"
          + "0000000000000005"
          + "00";

  /** Version, flags (deleted, not streamed), commit position 2, its own LSN 2 below, time 5. */
  private static final String TOMBSTONE_OF_VERSION_2 = "02" + "01" + "02" + "03" + "0a";

  /** Flags (update, streamed, epoch, number, image), epoch, positions, number, time, one column. */
  private static final String LIVE_OF_VERSION_2 =
      "02" + "7c" + "01" + "feffffffffffffffff01" + "0a" + "04" + "0a" + "01" + "00";

  private final LedgerEntrySerializer serializer = new LedgerEntrySerializer();

  @Test
  void readsWhatItWrote() throws IOException {
    assertThat(read(write(LIVE))).isEqualTo(LIVE);
    assertThat(read(write(TOMBSTONE))).isEqualTo(TOMBSTONE);
  }

  @Test
  void writesATombstoneInTheFormOfVersionTwo() throws IOException {
    assertThat(HexFormat.of().formatHex(write(TOMBSTONE))).isEqualTo(TOMBSTONE_OF_VERSION_2);
  }

  /** Of a live row's entry what precedes the image, whose own form is another's business. */
  @Test
  void writesALiveRowInTheFormOfVersionTwo() throws IOException {
    assertThat(HexFormat.of().formatHex(write(LIVE))).startsWith(LIVE_OF_VERSION_2);
    assertThat(read(write(LIVE)).key()).isEqualTo(USERS.keyOf(42));
  }

  @Test
  void readsVersionOne() throws IOException {
    assertThat(read(HexFormat.of().parseHex(TOMBSTONE_OF_VERSION_1))).isEqualTo(TOMBSTONE);
  }

  @Test
  void takesFewBytesForAStreamedChange() throws IOException {
    long lsn = 0x16_B374_8000L;
    SourcePosition position = new SourcePosition(0, lsn, true, lsn + 120, 3, Op.UPDATE);
    byte[] tombstone = write(new LedgerEntry(position, 1_795_363_694_176_000L));
    assertThat(tombstone.length).isLessThanOrEqualTo(20);
    assertThat(read(tombstone).position()).isEqualTo(position);
  }

  @Test
  void refusesAVersionThatItDoesNotKnow() throws IOException {
    byte[] newer = write(TOMBSTONE);
    newer[0] = 9;
    assertThatThrownBy(() -> read(newer)).hasMessageContaining("version 9");
  }

  private byte[] write(LedgerEntry entry) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(entry, out);
    return out.getCopyOfBuffer();
  }

  private LedgerEntry read(byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }
}
