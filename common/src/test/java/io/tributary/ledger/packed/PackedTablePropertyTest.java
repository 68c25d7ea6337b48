package io.tributary.ledger.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Any puts, removals and copies beside those of a {@link HashMap}; {@code -Dtributary.seed=N}
 * repeats one.
 */
class PackedTablePropertyTest {

  private static final int STEPS = 20_000;
  private static final int COPIES = 4;

  private final long seed = Long.getLong("tributary.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomLanes lanes = new RandomLanes(random);

  /** A table and what has to be in it. */
  private record Pair(PackedTable table, Map<String, String> rows) {
    Pair copied() {
      return new Pair(table.copy(), new HashMap<>(rows));
    }

    void check(String seed) {
      Map<String, String> seen = new HashMap<>();
      table.forEach((key, value) -> assertThat(seen.put(text(key), text(value))).as(seed).isNull());
      assertThat(seen).as(seed).isEqualTo(rows);
      assertThat(table.rows()).as(seed).isEqualTo(rows.size());
      rows.forEach((key, value) -> assertThat(valueOf(key)).as(seed).isEqualTo(value));
    }

    private String valueOf(String key) {
      Slice value = table.get(PackedKey.of(key));
      return value == null ? "none" : text(value);
    }
  }

  /** Both sides of a copy go on, and neither shows what happens to the other. */
  @RepeatedTest(6)
  void holdsWhatAMapHolds() {
    List<Pair> pairs = new ArrayList<>(List.of(new Pair(new PackedTable(), new HashMap<>())));
    int keys = 1 + random.nextInt(3_000);
    for (int i = 0; i < STEPS; i++) {
      Pair pair = pairs.get(random.nextInt(pairs.size()));
      step(pair, "s.t/" + (random.nextInt(4) == 0 ? lanes.key() : random.nextInt(keys)));
      if (random.nextInt(2_000) == 0) {
        pairs.forEach(each -> each.check(seed()));
        pairs.add(pair.copied());
        if (pairs.size() > COPIES) {
          pairs.remove(random.nextInt(pairs.size()));
        }
      }
    }
    pairs.forEach(each -> each.check(seed()));
  }

  private void step(Pair pair, String key) {
    int kind = random.nextInt(1_000);
    if (kind == 0) {
      int kept = random.nextInt(3);
      pair.table.retain((each, value) -> text(each).length() % 3 == kept);
      pair.rows.keySet().removeIf(each -> each.length() % 3 != kept);
    } else if (kind < 300) {
      boolean there = pair.rows.remove(key) != null;
      assertThat(pair.table.remove(PackedKey.of(key))).as(seed()).isEqualTo(there);
    } else {
      String value = value();
      pair.rows.put(key, value);
      byte[] bytes = (value + "more").getBytes(StandardCharsets.UTF_8);
      pair.table.put(PackedKey.of(key), bytes, value.length());
    }
  }

  /** Mostly short; now and then empty, longer than one byte can say, or longer than a page. */
  private String value() {
    int length =
        switch (random.nextInt(200)) {
          case 0 -> 0;
          case 1 -> 100 + random.nextInt(60);
          case 2 -> 20_000;
          default -> 40 + random.nextInt(30);
        };
    return String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
  }

  /** Nothing tells these rows apart by a hash of which all bits are used. */
  @Test
  void growsWhereRowsAreFewAndLong() {
    Pair pair = new Pair(new PackedTable(), new HashMap<>());
    for (int i = 0; i < 100; i++) {
      String value = "x".repeat(100_000 + i);
      pair.rows.put("k" + i, value);
      pair.table.put(PackedKey.of("k" + i), value.getBytes(StandardCharsets.UTF_8), value.length());
    }
    pair.check(seed());
    assertThat(pair.table.bytes()).isLessThan(20_000_000);
  }

  @Test
  void refusesMoreThanAnArrayCanHave() {
    assertThat(PackedTable.twice(1_000)).isEqualTo(2_000);
    assertThat(PackedTable.twice(3L << 29)).isGreaterThan(3 << 29);
    assertThatIllegalStateException()
        .isThrownBy(() -> PackedTable.twice(1L << 31))
        .withMessageContaining("state.backend.type: rocksdb");
  }

  @Test
  void takesLittleMoreThanTheBytesOfItsRows() {
    PackedTable table = filled(100_000);
    long bytes = 100_000L * ("public.users/".length() + 5 + 60);
    assertThat(table.bytes()).isLessThan(bytes * 7 / 4);
    assertThat(filled(1).bytes()).isLessThan(400);
  }

  @Test
  void givesBackWhatItsRowsLeft() {
    PackedTable table = filled(100_000);
    table.retain((key, value) -> text(key).endsWith("999"));
    assertThat(table.rows()).isEqualTo(100);
    assertThat(table.bytes()).isLessThan(100_000);
    table.retain((key, value) -> false);
    assertThat(table.rows()).isZero();
    assertThat(table.bytes()).isEqualTo(new PackedTable().bytes());
  }

  /** Rows that are updated, deleted and inserted for ever need no more than they did. */
  @Test
  void staysAsLargeAsItsRows() {
    PackedTable table = new PackedTable();
    for (int i = 0; i < 200_000; i++) {
      byte[] value = new byte[30 + random.nextInt(60)];
      table.put(PackedKey.of("k" + i), value, value.length);
      table.put(PackedKey.of("k" + (i - random.nextInt(1_000))), value, value.length);
      table.remove(PackedKey.of("k" + (i - 1_000)));
      table.remove(PackedKey.of("k" + (i - 2_000)));
    }
    assertThat(table.bytes()).as(seed()).isLessThan(table.rows() * 250L);
  }

  private static PackedTable filled(int rows) {
    PackedTable table = new PackedTable();
    for (int i = 0; i < rows; i++) {
      table.put(PackedKey.of("public.users/" + i), new byte[60], 60);
    }
    return table;
  }

  private static String text(Slice bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }

  private String seed() {
    return "-Dtributary.seed=" + seed;
  }
}
