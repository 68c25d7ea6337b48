package io.tributary.caching.logic;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.Op;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidationPlannerTest {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("bio", TEXT)
          .key("id");
  private static final Rows NOTES = Rows.of("public.notes").column("owner", BIGINT);

  private final InvalidationPlanner planner =
      new InvalidationPlanner(
          List.of(
              rule("profile", USERS.table(), "user:{id}", "mail:{email}"),
              rule("counts", USERS.table(), "users:count"),
              rule("notes", NOTES.table(), "notes:{owner}", "notes:all")));

  @Test
  void evictsWhatAnInsertMadePresent() {
    assertThat(plan(USERS.insert("0/1").set("id", 7).set("email", "a")))
        .isEqualTo(plan(List.of("user:7", "mail:a", "users:count"), 0));
  }

  @Test
  void evictsTheKeysOfBothImagesOfAnUpdate() {
    assertThat(plan(USERS.update("0/1").was("id", 7).was("email", "a").set("email", "b")).keys())
        .containsExactlyInAnyOrder("user:7", "mail:a", "mail:b", "users:count");
  }

  @Test
  void evictsWhereOnlyTheCachedRestOfTheRowChanged() {
    assertThat(plan(USERS.update("0/1").was("id", 7).was("email", "a").set("bio", "new")).keys())
        .containsExactlyInAnyOrder("user:7", "mail:a", "users:count");
  }

  @Test
  void evictsWhatADeleteLeftBehind() {
    assertThat(plan(USERS.delete("0/1").was("id", 7).was("email", "a")).keys())
        .containsExactlyInAnyOrder("user:7", "mail:a", "users:count");
  }

  @Test
  void evictsARowThatASnapshotRead() {
    assertThat(plan(USERS.read("0/1").set("id", 7).set("email", "a")).keys())
        .containsExactlyInAnyOrder("user:7", "mail:a", "users:count");
  }

  @Test
  void countsTheKeysThatThereAreNoneOf() {
    assertThat(plan(USERS.update("0/1").was("id", 7).was("email", null).set("email", "b")))
        .isEqualTo(plan(List.of("user:7", "mail:b", "users:count"), 1));
  }

  @Test
  void evictsWhatItCanAndNamesWhatItCannot() {
    InvalidationPlan plan = plan(USERS.update("0/1").was("id", 7).set("email", "b"));

    assertThat(plan.keys()).containsExactlyInAnyOrder("user:7", "mail:b", "users:count");
    assertThat(plan.gaps())
        .containsExactly(
            new Gap(
                Gap.Code.CACHE_COLUMN_UNAVAILABLE,
                "cache profile: mail:{email} of the old row needs column email, which is"
                    + " unavailable"));
  }

  @Test
  void takesTheOldRowsKeyFromTheRecordsKeyWhereTheWireHasNoOldImage() {
    InvalidationPlan plan = plan(USERS.update("0/1").set("id", 7).set("email", "b"));

    assertThat(plan.keys()).containsExactlyInAnyOrder("user:7", "mail:b", "users:count");
    assertThat(plan.gaps()).extracting(Gap::code).containsExactly(Gap.Code.CACHE_COLUMN_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE", "DELETE", "TRUNCATE"})
  void saysThatAnOldRowIsUnknownWithoutKeyAndOldImage(Op op) {
    RowTransition insert = NOTES.insert("0/1").set("owner", 1).transition();
    RowTransition change =
        new RowTransition(
            insert.table(),
            op,
            null,
            null,
            op == Op.UPDATE ? insert.after() : null,
            null,
            insert.position(),
            insert.txId(),
            insert.snapshot(),
            insert.committedAtMicros(),
            insert.origin());

    InvalidationPlan plan = planner.plan(change);

    assertThat(plan.keys()).contains("notes:all");
    assertThat(plan.gaps()).extracting(Gap::code).containsExactly(Gap.Code.CACHE_OLD_ROW_UNKNOWN);
  }

  @Test
  void leavesTablesWithoutARuleAlone() {
    Rows other = Rows.of("public.other").column("id", BIGINT).key("id");

    assertThat(plan(other.insert("0/1").set("id", 1))).isEqualTo(plan(List.of(), 0));
  }

  private InvalidationPlan plan(RowChange change) {
    return planner.plan(change.transition());
  }

  private static InvalidationPlan plan(List<String> keys, int withoutKey) {
    return new InvalidationPlan(Set.copyOf(keys), withoutKey, List.of());
  }

  private static InvalidationRule rule(String name, TableId on, String... templates) {
    return new InvalidationRule(name, on, Stream.of(templates).map(KeyTemplate::parse).toList());
  }
}
