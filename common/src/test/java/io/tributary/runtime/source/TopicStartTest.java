package io.tributary.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.Op;
import io.tributary.runtime.source.TopicStart.First;
import io.tributary.runtime.source.TopicStart.Partition;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicStartTest {

  private static final String TOPIC = "app.public.users";

  @Test
  void acceptsATopicThatBeginsWithASnapshotInAnyPartition() {
    assertThat(gaps(start(Op.CREATE), start(Op.READ), empty())).isEmpty();
  }

  @Test
  void acceptsATopicWithoutRecords() {
    assertThat(gaps(empty(), empty())).isEmpty();
  }

  @Test
  void refusesWhereRecordsHaveExpired() {
    Partition expired = new Partition(1, 40, new First(40, Op.READ, true));
    assertThat(gaps(start(Op.READ), expired))
        .containsExactly("app.public.users, partition 1: the records before offset 40 are gone");
    assertThat(gaps(start(Op.READ), new Partition(1, 7, null)))
        .as("all of them")
        .containsExactly("app.public.users, partition 1: the records before offset 7 are gone");
  }

  @Test
  void refusesChangesOfRowsThatCameBefore() {
    assertThat(gaps(start(Op.UPDATE), start(Op.DELETE), start(Op.CREATE)))
        .containsExactly(
            "app.public.users, partition 0: begins with UPDATE of a row that is not in it",
            "app.public.users, partition 0: begins with DELETE of a row that is not in it");
    assertThat(TopicStart.gaps(List.of(topic(start(Op.UPDATE))), true))
        .as("though the connector took a snapshot, of other tables")
        .hasSize(1);
  }

  @Test
  void takesInsertsForTheBeginningOnlyWhereTheConnectorIsKnownToHaveTakenASnapshot() {
    TopicStart inserts = topic(start(Op.CREATE));
    assertThat(TopicStart.gaps(List.of(inserts), false)).hasSize(1);
    assertThat(TopicStart.gaps(List.of(inserts), true)).isEmpty();
    TopicStart snapshot = new TopicStart("app.public.orders", List.of(start(Op.READ)));
    assertThat(TopicStart.gaps(List.of(inserts, snapshot), false)).isEmpty();
  }

  @Test
  void doesNotTakeACompactedUpdateOrOneOfATableWithoutKeyForProof() {
    Partition compacted = new Partition(0, 0, new First(5, Op.UPDATE, true));
    Partition withoutKey = new Partition(0, 0, new First(0, Op.UPDATE, false));
    assertThat(TopicStart.gaps(List.of(topic(compacted), topic(withoutKey)), true)).isEmpty();
    assertThat(TopicStart.gaps(List.of(topic(compacted), topic(withoutKey)), false)).hasSize(2);
  }

  @Test
  void namesNoMoreThanSomebodyReads() {
    List<String> many = java.util.stream.IntStream.range(0, 50).mapToObj(i -> "gap " + i).toList();
    assertThat(new BootstrapRefusedException(many))
        .hasMessageContaining("gap 19")
        .hasMessageContaining("and 30 more")
        .hasMessageContaining("accept-partial");
  }

  private static List<String> gaps(Partition... partitions) {
    return TopicStart.gaps(List.of(topic(partitions)), false);
  }

  private static TopicStart topic(Partition... partitions) {
    return new TopicStart(TOPIC, List.of(partitions));
  }

  private static Partition start(Op op) {
    return new Partition(0, 0, new First(0, op, true));
  }

  private static Partition empty() {
    return new Partition(0, 0, null);
  }
}
