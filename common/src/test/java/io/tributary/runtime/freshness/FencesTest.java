package io.tributary.runtime.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.types.PojoTestUtils;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FencesTest {

  private static final TableId USERS = TableId.parse("public.users");
  private static final TableId ORDERS = TableId.parse("public.orders");
  private static final TopicPartition U0 = new TopicPartition("app.public.users", 0);
  private static final TopicPartition U1 = new TopicPartition("app.public.users", 1);
  private static final TopicPartition O0 = new TopicPartition("app.public.orders", 0);

  private final Fences fences = new Fences(Set.of(USERS, ORDERS));
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  @Test
  void isFreshOnceEveryPartitionOfTheTableHasBeenRead() {
    add(1000, true, Map.of(U0, 5L, U1, 7L), Map.of(O0, 3L));
    positions.putAll(Map.of(U0, 5L, U1, 6L, O0, 3L));
    assertThat(reached()).containsExactly(fresh(ORDERS, 1000, true));
    positions.put(U1, 7L);
    assertThat(reached()).containsExactly(fresh(USERS, 1000, true));
    assertThat(reached()).isEmpty();
    assertThat(fences.isEmpty()).isTrue();
  }

  @Test
  void takesATableWithoutTopicForComplete() {
    add(1000, true, Map.of(U0, 5L), Map.of());
    assertThat(reached()).containsExactly(fresh(ORDERS, 1000, true));
  }

  @Test
  void keepsAnIdleTableFreshWhileAnotherFallsBehind() {
    for (long t = 1; t <= 3; t++) {
      add(1000 * t, true, Map.of(U0, 5L), Map.of(O0, 100 * t));
      positions.putAll(Map.of(U0, 5L, O0, 150L));
      assertThat(reached()).contains(fresh(USERS, 1000 * t, true));
    }
    positions.put(O0, 300L);
    assertThat(reached()).containsExactly(fresh(ORDERS, 3000, true));
  }

  @Test
  void goesToTheLatestFenceThatIsReachedAndNeverBack() {
    add(1000, true, Map.of(U0, 1L), Map.of());
    add(3000, true, Map.of(U0, 2L), Map.of());
    positions.put(U0, 2L);
    assertThat(reached()).contains(fresh(USERS, 3000, true));
    add(2000, true, Map.of(U0, 2L), Map.of());
    assertThat(reached()).isEmpty();
    assertThat(fences.isEmpty()).isTrue();
  }

  @Test
  void saysWhatIsNotProven() {
    add(1000, false, Map.of(), Map.of());
    assertThat(reached())
        .containsExactlyInAnyOrder(fresh(USERS, 1000, false), fresh(ORDERS, 1000, false));
    assertThat(fresh(USERS, 1000, false).kind()).isEqualTo("approximate");
    assertThat(fresh(USERS, 1000, true).kind()).isEqualTo("proven");
  }

  @Test
  void comesToTheEndThoughFencesAreSetFasterThanTheyAreReached() {
    int many = 10 * Fences.MOST_PENDING;
    for (int i = 1; i <= many; i++) {
      add(i, true, Map.of(U0, (long) i), Map.of());
    }
    positions.put(U0, 100L);
    assertThat(reached()).contains(fresh(USERS, 100, true));
    positions.put(U0, (long) many);
    assertThat(reached()).contains(fresh(USERS, many, true));
    assertThat(fences.isEmpty()).isTrue();
  }

  @Test
  void travelsWithoutKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(TableFreshness.class);
  }

  private void add(
      long millis,
      boolean proven,
      Map<TopicPartition, Long> users,
      Map<TopicPartition, Long> orders) {
    fences.add(
        new Fence(
            new Heartbeat(millis, millis, millis), proven, Map.of(USERS, users, ORDERS, orders)));
  }

  private List<TableFreshness> reached() {
    return fences.reached((partition, end) -> positions.getOrDefault(partition, 0L) >= end);
  }

  private static TableFreshness fresh(TableId table, long millis, boolean proven) {
    return new TableFreshness(table, millis, millis, proven);
  }
}
