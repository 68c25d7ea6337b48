package io.tributary.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.ColumnType.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSerializersTest {

  private static final int EVENTS = 2_000;

  /** Another run of the same property: {@code -Dtributary.seed=...}. */
  private static final long SEED = Long.getLong("tributary.seed", 20_260_228L);

  private static <T> TypeSerializer<T> serializer(Class<T> type) {
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  private static <T> T roundTrip(TypeSerializer<T> to, TypeSerializer<T> from, T value)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    to.serialize(value, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    T read = from.deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }

  @Test
  void keepsEveryPartOfAnEvent() throws IOException {
    RandomEvents events = new RandomEvents(SEED);
    TypeSerializer<ChangeEvent> serializer = serializer(ChangeEvent.class);
    TypeSerializer<ChangeEvent> other = serializer.duplicate();
    for (int i = 0; i < EVENTS; i++) {
      ChangeEvent event = events.event();
      assertThat(roundTrip(serializer, other, event))
          .as("seed %d, event %d", SEED, i)
          .isEqualTo(event);
    }
  }

  @Test
  void keepsEveryPartOfATransition() throws IOException {
    RandomEvents events = new RandomEvents(SEED);
    TypeSerializer<RowTransition> serializer = serializer(RowTransition.class);
    for (int i = 0; i < EVENTS / 10; i++) {
      RowTransition transition = RowTransition.of(events.event()).counted(i % 3, i * 5);
      assertThat(roundTrip(serializer, serializer, transition))
          .as("seed %d, event %d", SEED, i)
          .isEqualTo(transition);
    }
  }

  @Test
  void keepsLostAndUnchangedColumnsApart() throws IOException {
    RowSchema schema =
        RowSchema.of(
            new RowSchema.Column("lost", ColumnType.of(Kind.TEXT)),
            new RowSchema.Column("unchanged", ColumnType.of(Kind.TEXT)),
            new RowSchema.Column("null", ColumnType.of(Kind.TEXT)));
    RowImage image = RowImage.of(schema).lose(0).set(2, null).build();
    RowImage earlier = RowImage.of(schema).set(0, "old").set(1, "old").set(2, "old").build();

    RowImage read = roundTrip(serializer(RowImage.class), serializer(RowImage.class), image);

    assertThat(read).isEqualTo(image);
    assertThat(read.filledFrom(earlier).unavailableColumns()).containsExactly("lost");
    assertThat(read.filledFrom(earlier).value("unchanged")).isEqualTo("old");
    assertThat(read.filledFrom(earlier).value("null")).isNull();
  }

  @Test
  void keepsTheBytesOfARecord() throws IOException {
    byte[] key = {0, -1};
    RawRecord record =
        new RawRecord(
            new Origin("app.public.t", 3, 1L << 40),
            -1,
            key,
            null,
            List.of(
                new RawRecord.Header("h", "v".getBytes(StandardCharsets.UTF_8)),
                new RawRecord.Header("empty", null)));

    RawRecord read = roundTrip(serializer(RawRecord.class), serializer(RawRecord.class), record);

    assertThat(read).usingRecursiveComparison().isEqualTo(record);
  }

  @Test
  void sharesTheSchemasOfImagesThatItReads() throws IOException {
    TypeSerializer<RowImage> serializer = serializer(RowImage.class);
    RowSchema schema = RowSchema.of(new RowSchema.Column("c", ColumnType.of(Kind.TEXT)));
    RowSchema other = RowSchema.of(new RowSchema.Column("d", ColumnType.of(Kind.TEXT)));

    RowImage first = roundTrip(serializer, serializer, RowImage.unavailable(schema));
    roundTrip(serializer, serializer, RowImage.unavailable(other));
    RowImage second = roundTrip(serializer, serializer, RowImage.unavailable(schema));

    assertThat(second.schema()).isSameAs(first.schema());
  }

  @ParameterizedTest
  @ValueSource(classes = {ChangeEvent.class, RowTransition.class, RowImage.class, RawRecord.class})
  void bringsASerializerThatSurvivesAJobGraphAndASavepoint(Class<?> type) throws Exception {
    TypeSerializer<?> serializer = serializer(type);

    assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer);
    assertThat(TypeInformation.of(type).getTypeClass()).isEqualTo(type);
    assertThat(serializer.getClass().getName()).doesNotContain("Kryo");
    assertThat(restored(serializer)).isEqualTo(serializer);
  }

  private static TypeSerializer<?> restored(TypeSerializer<?> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<?> snapshot =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()),
            EventSerializersTest.class.getClassLoader());
    return snapshot.restoreSerializer();
  }

  @Test
  void readsTheBytesThatEarlierBuildsWrote() throws IOException {
    RowSchema schema =
        RowSchema.of(
            new RowSchema.Column("id", ColumnType.of(Kind.BIGINT)),
            new RowSchema.Column("tags", ColumnType.arrayOf(ColumnType.of(Kind.TEXT))),
            new RowSchema.Column("bio", ColumnType.of(Kind.TEXT)));
    RowImage image = RowImage.of(schema).set(0, 7L).set(1, List.of("a")).build();
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer(RowImage.class).serialize(image, out);

    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(GOLDEN_IMAGE);
    byte[] written = HexFormat.of().parseHex(GOLDEN_IMAGE);
    assertThat(serializer(RowImage.class).deserialize(new DataInputDeserializer(written)))
        .isEqualTo(image);
  }

  private static final String GOLDEN_IMAGE =
      "011403026964030004746167739107000362696f0700070f0e0401010161";

  @Test
  void isAPojoAsADeadLetter() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(DeadLetter.class);
  }

  @Test
  void showsNoValueInALogLine() {
    RowSchema schema = RowSchema.of(new RowSchema.Column("email", ColumnType.of(Kind.TEXT)));
    RowImage image = RowImage.of(schema).set(0, "a@b.c").build();

    assertThat(image.toString()).doesNotContain("a@b.c");
    assertThat(new RowKey(image).toString()).contains("email").doesNotContain("a@b.c");
    assertThatThrownBy(() -> RowImage.unavailable(schema).value("email"))
        .hasMessageContaining("email");
  }
}
