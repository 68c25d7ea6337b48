package io.tributary.runtime.ledger;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.KnownSchemas;
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
  private static final LedgerEntry ROW =
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
  private static final String LIVE =
      "7c" + "01" + "feffffffffffffffff01" + "0a" + "04" + "0a" + "01" + "00";

  /** The image's version, its schema (two columns: name, type, no number) and its columns. */
  private static final String LIVE_OF_VERSION_2 =
      "02"
          + LIVE
          + "01"
          + "0e"
          + "02"
          + "026964"
          + "03"
          + "00"
          + "05656d61696c"
          + "07"
          + "00"
          + "02"
          + "0b54";

  /** The fingerprint of that schema, and the columns. */
  private static final String LIVE_OF_VERSION_3 = "03" + LIVE + "d5af773ace465a1f" + "02" + "0b54";

  /** The same of generation 300, which stands before the key's columns. */
  private static final String LIVE_OF_VERSION_4 =
      "04" + LIVE.substring(0, LIVE.length() - 4) + "ac02" + "0100d5af773ace465a1f" + "02" + "0b54";

  private final LedgerEntrySerializer serializer = new LedgerEntrySerializer();
  private final KnownSchemas schemas = new KnownSchemas();

  @Test
  void readsWhatItWrote() throws IOException {
    assertThat(read(write(ROW))).isEqualTo(ROW);
    assertThat(read(write(TOMBSTONE))).isEqualTo(TOMBSTONE);
    assertThat(read(write(ROW)).key()).isEqualTo(USERS.keyOf(42));
  }

  @Test
  void writesALaterGenerationInTheFormOfVersionFour() throws IOException {
    byte[] written = write(ROW.counted(300));
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(LIVE_OF_VERSION_4);
    assertThat(read(written)).isEqualTo(ROW.counted(300));
  }

  @Test
  void writesATombstoneInTheFormOfVersionThree() throws IOException {
    assertThat(HexFormat.of().formatHex(write(TOMBSTONE)))
        .isEqualTo("03" + TOMBSTONE_OF_VERSION_2.substring(2));
  }

  @Test
  void writesALiveRowInTheFormOfVersionThree() throws IOException {
    assertThat(HexFormat.of().formatHex(write(ROW))).isEqualTo(LIVE_OF_VERSION_3);
  }

  @Test
  void readsVersionTwoWithoutKnowingAnySchema() throws IOException {
    assertThat(read(HexFormat.of().parseHex(TOMBSTONE_OF_VERSION_2))).isEqualTo(TOMBSTONE);
    assertThat(read(HexFormat.of().parseHex(LIVE_OF_VERSION_2))).isEqualTo(ROW);
  }

  /** As state on the heap is written again without having been used. */
  @Test
  void writesWhatVersionTwoHadAsItWas() throws IOException {
    StoredEntry old = stored(HexFormat.of().parseHex(LIVE_OF_VERSION_2));
    assertThat(HexFormat.of().formatHex(write(old))).isEqualTo(LIVE_OF_VERSION_2);
  }

  @Test
  void refusesAnImageOfASchemaThatIsNotThere() throws IOException {
    byte[] written = write(ROW);
    assertThatThrownBy(() -> stored(written).attached(new KnownSchemas()))
        .isInstanceOf(IllegalStateException.class);
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
    return write(StoredEntry.of(entry, schemas));
  }

  private byte[] write(StoredEntry entry) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(entry, out);
    return out.getCopyOfBuffer();
  }

  private LedgerEntry read(byte[] bytes) throws IOException {
    return stored(bytes).attached(schemas);
  }

  private StoredEntry stored(byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }
}
