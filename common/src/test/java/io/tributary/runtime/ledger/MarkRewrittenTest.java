package io.tributary.runtime.ledger;

import static io.tributary.runtime.freshness.TableFreshness.NOT_REWRITTEN;
import static io.tributary.runtime.freshness.TableFreshness.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.TableId;
import io.tributary.runtime.freshness.TableFreshness;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

/** What two subtasks say together of rewritten rows. */
class MarkRewrittenTest {

  private static final TableId USERS = TableId.parse("public.users");
  private static final long FIRST = 100;
  private static final long SECOND = 200;

  private final MarkRewritten marks = new MarkRewritten();
  private final List<TableFreshness> told = new ArrayList<>();
  private final ListCollector<TableFreshness> out = new ListCollector<>(told);

  @Test
  void areLeftAsLongAsOneSubtaskHasSome() {
    mark();
    assertTold(UNKNOWN);
    say(FIRST, false, 0);
    assertTold(FIRST);
    say(FIRST, true, 1);
    assertTold(FIRST);
    say(FIRST, true, 0);
    assertTold(NOT_REWRITTEN);
    say(FIRST, false, 1);
    assertTold(FIRST);
  }

  @Test
  void areNotOverBeforeAllSubtasksHaveSaidSo() {
    mark();
    say(FIRST, true, 1);
    assertTold(UNKNOWN);
    say(FIRST, true, 0);
    assertTold(NOT_REWRITTEN);
  }

  @Test
  void areThoseOfTheLastRewrite() {
    mark();
    say(FIRST, true, 0);
    say(SECOND, false, 1);
    assertTold(SECOND);
    say(FIRST, true, 0);
    assertTold(SECOND);
    say(SECOND, true, 1);
    assertTold(UNKNOWN);
    say(SECOND, true, 0);
    assertTold(NOT_REWRITTEN);
  }

  @Test
  void areToldWithTheFirstMark() {
    say(FIRST, false, 0);
    assertThat(told).isEmpty();
    mark();
    assertTold(FIRST);
  }

  private void mark() {
    marks.flatMap1(new TableFreshness(USERS, 1_000, 1, true), out);
  }

  private void say(long at, boolean allTold, int subtask) {
    marks.flatMap2(new Rewritten(USERS.toString(), at, 0, at, at, allTold, subtask, 2), out);
  }

  private void assertTold(long rewrittenAt) {
    assertThat(told).last().isEqualTo(new TableFreshness(USERS, 1_000, 1, true, rewrittenAt));
  }
}
