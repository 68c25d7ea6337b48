package io.tributary.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.ledger.packed.PackedKey;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class LaneGroupsTest {

  private static final int GROUPS = 720;
  private static final int ROWS = 720_000;

  private final LaneGroups groups = new LaneGroups(GROUPS);

  /** A row whose group changed would be looked for where it is not. */
  @Test
  void givesALaneTheGroupThatItHasInEverySavepoint() {
    assertThat(PackedKey.of("public.users/42").hash()).isEqualTo(0x9cc9_4a8b_5b93_24cdL);
    assertThat(PackedKey.of("public.t").hash()).isEqualTo(0x13f9_4b86_1b83_4638L);
    assertThat(PackedKey.of("public.users/ä|ö").hash()).isEqualTo(0xfca9_3068_e23d_f7acL);
    assertThat(groups.of(PackedKey.of("public.users/42"))).isEqualTo(885);
    assertThat(groups.of(PackedKey.of("public.t"))).isEqualTo(11);
    assertThat(groups.of(PackedKey.of("public.users/ä|ö"))).isEqualTo(170);
  }

  @Test
  void hasOneKeyForEachKeyGroup() {
    int[] rows = rowsByGroup("public.users/");
    assertThat(IntStream.of(rows).filter(each -> each > 0).count()).isEqualTo(GROUPS);
  }

  /** A thousand rows a group, give or take what chance does: five standard deviations. */
  @Test
  void dividesRowsEvenly() {
    for (String prefix : new String[] {"public.users/", "s.t/a|", "a.b/0190c3f2-7e1a-7000-8000-"}) {
      IntSummaryStatistics rows = IntStream.of(rowsByGroup(prefix)).summaryStatistics();
      assertThat(rows.getMin()).isGreaterThan(840);
      assertThat(rows.getMax()).isLessThan(1_160);
    }
  }

  private int[] rowsByGroup(String prefix) {
    int[] rows = new int[GROUPS];
    for (int i = 0; i < ROWS; i++) {
      Integer key = groups.of(PackedKey.of(prefix + i));
      rows[KeyGroupRangeAssignment.assignToKeyGroup(key, GROUPS)]++;
    }
    return rows;
  }
}
