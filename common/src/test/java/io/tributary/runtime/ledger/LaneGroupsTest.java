package io.tributary.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.ledger.packed.PackedKey;
import io.tributary.ledger.packed.PageKey;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class LaneGroupsTest {

  private static final int GROUPS = 720;
  private static final int PAGES = 720_000;

  private final LaneGroups groups = new LaneGroups(GROUPS);

  /** A row whose group changed would be looked for where it is not. */
  @Test
  void givesALaneTheGroupThatItHasInEverySavepoint() {
    assertThat(page("public.users/42").hash()).isEqualTo(0x36c9_25ad_27a1_8fd7L);
    assertThat(page("public.t").hash()).isEqualTo(0xb650_f7da_dafd_9159L);
    assertThat(page("public.users/ä|ö").hash()).isEqualTo(0x3c76_b78a_c30c_928dL);
    assertThat(groups.of(PackedKey.of("public.users/42"))).isEqualTo(709);
    assertThat(groups.of(PackedKey.of("public.t"))).isEqualTo(247);
    assertThat(groups.of(PackedKey.of("public.users/ä|ö"))).isEqualTo(121);
  }

  /** So that they are found together on whatever state backend. */
  @Test
  void keepsThePageOfARowInOneGroup() {
    for (int id = 32; id < 48; id++) {
      assertThat(groups.of(PackedKey.of("public.users/" + id)))
          .isEqualTo(groups.of(page("public.users/42")));
    }
  }

  @Test
  void hasOneKeyForEachKeyGroup() {
    int[] pages = pagesByGroup("public.users/");
    assertThat(IntStream.of(pages).filter(each -> each > 0).count()).isEqualTo(GROUPS);
  }

  /** A thousand pages a group, give or take what chance does: five standard deviations. */
  @Test
  void dividesPagesEvenly() {
    for (String prefix : new String[] {"public.users/", "s.t/a|", "a.b/0190c3f2-7e1a-7000-8000-"}) {
      IntSummaryStatistics pages = IntStream.of(pagesByGroup(prefix)).summaryStatistics();
      assertThat(pages.getMin()).isGreaterThan(840);
      assertThat(pages.getMax()).isLessThan(1_160);
    }
  }

  private static PageKey page(String lane) {
    return PackedKey.of(lane).place().page();
  }

  private int[] pagesByGroup(String prefix) {
    int[] pages = new int[GROUPS];
    for (int i = 0; i < PAGES; i++) {
      Integer key = groups.of(PackedKey.of(prefix + 100L * i));
      pages[KeyGroupRangeAssignment.assignToKeyGroup(key, GROUPS)]++;
    }
    return pages;
  }
}
