package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RowImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntityStateTest {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");

  private static final RowImage VIEW = row("view", "0", NOON);

  private final Rollup rollup =
      Events.byUser(
          Events.count("clicks", Map.of("event_type", "click"), "5m", "1h"),
          Events.sum("spend", "value", Map.of("event_type", "buy"), "lifetime"));
  private final Contributions contributions = new Contributions(rollup);
  private final EntityState entity = new EntityState();

  @Test
  void readsBytesOfVersionWithTimer() throws IOException {
    String saved =
        "040000019ca41eae000000019ca423556801038d18b5a6010280e3969a0d04bcb5a3b0020302040204e20180cca6"
            + "9a0d02000101016c5c4f9e010480e3969a0d023c02";
    EntityState read = EntityState.readUnpacked(input(HexFormat.of().parseHex(saved)));
    history();
    assertThat(read.comes(NOON.plusSeconds(304).toEpochMilli(), 0)).isFalse();
    assertThat(read.comes(NOON.plusSeconds(305).toEpochMilli(), 0)).isTrue();
    assertThat(bytes(read)).isEqualTo(bytes(entity));
  }

  @Test
  void readsBytesOfCurrentVersion() throws IOException {
    history();
    entity.needsNote(NOON.plusSeconds(3_600).toEpochMilli());
    entity.needsNote(NOON.plusSeconds(305).toEpochMilli());
    String saved =
        "0480b8f5c19467e8ce1280dddb0101038d18b5a6010280e3969a0d04bcb5a3b0020302040204e20180cca69a0d02"
            + "000101016c5c4f9e010480e3969a0d023c02";
    assertThat(HexFormat.of().formatHex(bytes(entity))).isEqualTo(saved);
    EntityState read = read(HexFormat.of().parseHex(saved));
    assertThat(read.values(rollup))
        .containsExactly(
            Map.entry("clicks_5m", "1"),
            Map.entry("clicks_1h", "2"),
            Map.entry("spend_lifetime", "12.5"));
    assertThat(read.applied()).isEqualTo(4);
    assertThat(bytes(read)).isEqualTo(bytes(entity));
    assertThat(bytes(entity.copy())).isEqualTo(bytes(entity));
  }

  private void history() {
    insert("click", "0", NOON);
    insert("click", "0", NOON.plusSeconds(30));
    insert("buy", "12.50", NOON);
    insert("buy", "1", NOON.plusSeconds(172_800));
  }

  /** To and fro between a near boundary and a far one, notes are made of the near ones only. */
  @Test
  void needsNoNoteForMomentThatItIsNotedForAlready() {
    assertThat(entity.needsNote(1_000)).isTrue();
    for (int near = 10; near < 1_000; near += 10) {
      assertThat(entity.needsNote(near)).isTrue();
      assertThat(entity.needsNote(near + 5)).isFalse();
      assertThat(entity.comes(near, near)).isTrue();
      assertThat(entity.needsNote(1_000)).isFalse();
    }
    assertThat(entity.comes(1_000, 1_000)).isTrue();
    assertThat(entity.needsNote(2_000)).isTrue();
  }

  @Test
  void leavesAloneNoteInWhosePlaceThereIsEarlierOne() {
    for (long moment : new long[] {30, 20, 10}) {
      assertThat(entity.needsNote(moment)).isTrue();
    }
    assertThat(entity.comes(10, 15)).isTrue();
    assertThat(entity.comes(20, 20)).isTrue();
    assertThat(entity.needsNote(40)).isTrue();
    assertThat(entity.comes(30, 30)).isFalse();
    assertThat(entity.comes(40, 40)).isTrue();
  }

  @Test
  void leavesNoTraceOfRowsThatWereTakenBackOrGrewOld() {
    RowImage click = row("click", "0", NOON);
    RowImage purchase = row("buy", "5", NOON);
    apply(null, click);
    apply(null, purchase);
    apply(purchase, null);
    assertThat(entity.isEmpty()).isFalse();
    entity.advance(rollup, NOON.plusSeconds(3_660).toEpochMilli());
    assertThat(entity.isEmpty()).isTrue();
    apply(click, null);
    assertThat(entity.isEmpty()).isTrue();
    assertThat(entity.values(rollup)).isEmpty();
  }

  @Test
  void keepsWindowsUntilTheEndOfTheirLastTile() {
    apply(null, row("click", "0", NOON.plusSeconds(4)));
    long leaves = NOON.plusSeconds(305).toEpochMilli();
    assertThat(entity.nextBoundary(rollup)).isEqualTo(leaves);
    assertThat(entity.advance(rollup, leaves - 1)).isFalse();
    assertThat(entity.values(rollup)).containsEntry("clicks_5m", "1");
    assertThat(entity.advance(rollup, leaves)).isTrue();
    assertThat(entity.values(rollup))
        .containsEntry("clicks_5m", "0")
        .containsEntry("clicks_1h", "1");
  }

  @Test
  void doesNotTurnItsClockBack() {
    apply(null, row("click", "0", NOON));
    assertThat(entity.advance(rollup, NOON.minusSeconds(7_200).toEpochMilli())).isFalse();
    assertThat(entity.clock()).isEqualTo(NOON.toEpochMilli());
  }

  @Test
  void dropsWhatAnotherDefinitionLeft() {
    apply(null, row("click", "0", NOON));
    Rollup other = Events.byUser(Events.count("views", Map.of("event_type", "view"), "5m"));
    entity.advance(other, NOON.plusSeconds(1).toEpochMilli());
    assertThat(entity.isEmpty()).isTrue();
  }

  @Test
  void keepsWhatAnotherDefinitionHasInCommonWhereverItStands() throws IOException {
    apply(null, row("click", "0", NOON));
    apply(null, row("buy", "5", NOON));
    Rollup other =
        Events.byUser(
            Events.sum("spend", "value", Map.of("event_type", "buy"), "lifetime"),
            Events.count("views", Map.of("event_type", "view"), "5m", "1d", "lifetime"),
            Events.count("clicks", Map.of("event_type", "click"), "1h"));
    EntityState read = read(bytes(entity));
    for (Contribution each : new Contributions(other).of(null, null, VIEW).contributions()) {
      read.apply(other, each, NOON.toEpochMilli());
    }
    assertThat(read.values(other))
        .containsEntry("spend_lifetime", "5")
        .containsEntry("views_5m", "1")
        .containsEntry("views_lifetime", "1")
        .containsEntry("clicks_1h", "1");
  }

  private void insert(String type, String value, Instant at) {
    apply(null, row(type, value, at));
  }

  private void apply(@Nullable RowImage before, @Nullable RowImage after) {
    for (Contribution each : contributions.of(null, before, after).contributions()) {
      entity.apply(rollup, each, NOON.toEpochMilli());
    }
  }

  private static RowImage row(String type, String value, Instant at) {
    return Events.TABLE.image(1, 7, "web", type, value, 1, 1.0, true, at, null);
  }

  private static byte[] bytes(EntityState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static EntityState read(byte[] bytes) throws IOException {
    return EntityState.read(input(bytes));
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
