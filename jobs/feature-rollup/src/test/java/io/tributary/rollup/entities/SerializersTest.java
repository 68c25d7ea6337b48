package io.tributary.rollup.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.RowImage;
import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.Contributions;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses an edge or is kept in state goes there and back by a serializer of ours. */
class SerializersTest {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");
  private static final Rollup ROLLUP =
      Events.rollup(
          "by_device",
          List.of("device"),
          "occurred_at",
          Events.count("clicks", Map.of(), "5m"),
          Events.sum("spend", "value", Map.of(), "5m", "lifetime"));
  private static final RowImage ROW =
      Events.TABLE.image(1, 7, "weiß|\uD83D\uDE00", "click", "1.50", 1, 1.0, true, NOON, null);

  @Test
  void carriesContributions() throws IOException {
    Contribution contribution = contribution();
    assertThat(thereAndBack(ContributionSerializer.TYPE, contribution)).isEqualTo(contribution);
  }

  @Test
  void carriesContributionsToSeveralRollups() throws IOException {
    TypeSerializer<Contribution> serializer =
        ContributionSerializer.TYPE.createSerializer(new ExecutionConfig().getSerializerConfig());
    Contribution one = contribution();
    Contribution other = new Contribution("by_user", new EntityKey("7", 1), one.parts());
    List<Contribution> sent = List.of(one, other, other, one);
    DataOutputSerializer out = new DataOutputSerializer(64);
    for (Contribution each : sent) {
      serializer.serialize(each, out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (Contribution each : sent) {
      assertThat(serializer.deserialize(in)).isEqualTo(each);
    }
  }

  @Test
  void carriesUpdates() throws IOException {
    for (FeatureUpdate.Change change : FeatureUpdate.Change.values()) {
      FeatureUpdate update =
          new FeatureUpdate(
              "by_device",
              new EntityKey("a\\|b", 1),
              change,
              Map.of("clicks_5m", "3"),
              new FeatureVersion(1, Long.MAX_VALUE, 2, Long.MIN_VALUE));
      assertThat(thereAndBack(TypeInformation.of(FeatureUpdate.class), update)).isEqualTo(update);
    }
  }

  @Test
  void copiesStateSoThatTheCopyStaysAsItWas() {
    EntityState state = new EntityState();
    state.apply(ROLLUP, contribution(), NOON.toEpochMilli());
    EntityState copy = new EntityStateSerializer().copy(state);
    state.apply(ROLLUP, contribution(), NOON.toEpochMilli());
    assertThat(copy.applied()).isEqualTo(1);
    assertThat(copy.values(ROLLUP)).containsEntry("spend_5m", "1.5");
    assertThat(state.values(ROLLUP)).containsEntry("spend_5m", "3");
  }

  @ParameterizedTest
  @ValueSource(bytes = {1, 4})
  void refusesStateOfVersionThatItDoesNotKnow(byte version) {
    assertThatThrownBy(
            () ->
                new EntityStateSerializer()
                    .deserialize(new DataInputDeserializer(new byte[] {version, 0, 0})))
        .hasMessageContaining("has version " + version)
        .hasMessageContaining("or start the job without state");
  }

  private static Contribution contribution() {
    return new Contributions(ROLLUP).of(null, null, ROW).contributions().get(0);
  }

  private static <T> T thereAndBack(TypeInformation<T> type, T value) throws IOException {
    assertThat(type.getClass().getSimpleName()).isEqualTo("ImmutableTypeInfo");
    TypeSerializer<T> serializer =
        type.createSerializer(new ExecutionConfig().getSerializerConfig());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    T read = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    TypeSerializerSnapshot<T> snapshot = serializer.snapshotConfiguration();
    assertThat(snapshot.restoreSerializer()).isEqualTo(serializer);
    return read;
  }
}
