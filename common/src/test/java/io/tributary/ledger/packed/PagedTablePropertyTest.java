package io.tributary.ledger.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Any puts and removals beside those of a {@link HashMap}, with so little memory that pages go all
 * the time, and crashes behind which what was saved has to be there. {@code -Dtributary.seed=N}
 * repeats one.
 */
class PagedTablePropertyTest {

  private static final int STEPS = 30_000;
  private static final int MOST_BYTES = 20_000;

  /** What one call needs at a time: two pages, one of them of the longest value. */
  private static final int IN_USE = 40_000;

  private final long seed = Long.getLong("tributary.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomLanes lanes = new RandomLanes(random);
  private Map<PageKey, List<byte[]>> kept = new HashMap<>();
  private Map<PageKey, List<byte[]>> savedPages = new HashMap<>();
  private Map<PackedKey, String> rows = new HashMap<>();
  private Map<PackedKey, String> savedRows = new HashMap<>();
  private PagedTable table = open();

  private PagedTable open() {
    return new PagedTable(new PagesInMemory(kept), MOST_BYTES);
  }

  /** As RocksDB does: what is appended to is not read. */
  private record PagesInMemory(Map<PageKey, List<byte[]>> pages) implements PageStore {

    @Override
    public Iterable<byte[]> read(PageKey page) {
      return List.copyOf(pages.getOrDefault(page, List.of()));
    }

    @Override
    public void append(PageKey page, byte[] part) {
      Objects.requireNonNull(pages.get(page)).add(part);
    }

    @Override
    public void replace(PageKey page, byte[] log) {
      pages.put(page, new ArrayList<>(List.of(log)));
    }

    @Override
    public void remove(PageKey page) {
      assertThat(pages.remove(page)).isNotNull();
    }
  }

  @RepeatedTest(6)
  void holdsWhatAMapHolds() throws Exception {
    for (int i = 0; i < STEPS; i++) {
      step(lanes.next());
      assertThat(table.bytes()).as(seed()).isLessThan(MOST_BYTES + IN_USE);
      if (random.nextInt(1_000) == 0) {
        save();
      } else if (random.nextInt(3_000) == 0) {
        crash();
      }
    }
    save();
    check();
  }

  private void step(PackedKey lane) throws Exception {
    table.select(lane);
    assertThat(value()).as(seed()).isEqualTo(rows.get(lane));
    if (random.nextInt(4) == 0) {
      table.remove();
      rows.remove(lane);
    } else {
      String value = randomValue();
      byte[] bytes = (value + "more").getBytes(StandardCharsets.UTF_8);
      table.put(bytes, value.length());
      rows.put(lane, value);
    }
    if (random.nextBoolean()) {
      assertThat(value()).as(seed()).isEqualTo(rows.get(lane));
    }
  }

  private @Nullable String value() throws Exception {
    Slice value = table.get();
    return value == null ? null : new String(value.toArray(), StandardCharsets.UTF_8);
  }

  /** Mostly of about one length; now and then empty, or so long that it is kept apart. */
  private String randomValue() {
    int length =
        switch (random.nextInt(40)) {
          case 0 -> 0;
          case 1 -> 120 + random.nextInt(16);
          case 2 -> 500 + random.nextInt(24);
          case 3 -> random.nextInt(20_000);
          default -> 40 + random.nextInt(4);
        };
    return String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
  }

  /** Pages are there exactly for the rows, and their logs are not much longer than these. */
  private void save() throws Exception {
    table.save();
    savedRows = new HashMap<>(rows);
    savedPages = new HashMap<>();
    kept.forEach((page, log) -> savedPages.put(page, new ArrayList<>(log)));
    List<PackedKey> all = new ArrayList<>();
    for (PageKey page : savedPages.keySet()) {
      all.addAll(table.lanes(page));
    }
    assertThat(all).as(seed()).containsExactlyInAnyOrderElementsOf(rows.keySet());
    long bytes = rows.values().stream().mapToLong(value -> value.length() + 4).sum();
    long logs = kept.values().stream().flatMap(List::stream).mapToLong(part -> part.length).sum();
    assertThat(logs).as(seed()).isLessThanOrEqualTo(3 * bytes);
  }

  private void crash() {
    rows = new HashMap<>(savedRows);
    kept = new HashMap<>();
    savedPages.forEach((page, log) -> kept.put(page, new ArrayList<>(log)));
    table = open();
  }

  private void check() throws Exception {
    for (Map.Entry<PackedKey, String> row : rows.entrySet()) {
      table.select(row.getKey());
      assertThat(value()).as(seed()).isEqualTo(row.getValue());
    }
    for (PackedKey lane : List.copyOf(rows.keySet())) {
      table.select(lane);
      table.remove();
      rows.remove(lane);
    }
    save();
    assertThat(kept).as(seed()).isEmpty();
  }

  /** What has changed little is not written whole. */
  @Test
  void appendsTheRowsOfALargeTableThatChange() throws Exception {
    int few = 7;
    byte[] value = new byte[100];
    for (int i = 0; i < few * PageKey.SLOTS; i++) {
      put(i, value);
    }
    save();
    for (int i = 0; i < few; i++) {
      put(i * PageKey.SLOTS, value);
    }
    table.save();
    assertThat(kept).hasSize(few);
    for (List<byte[]> log : kept.values()) {
      assertThat(log).hasSize(2);
      assertThat(log.get(1).length).isBetween(100, 110);
    }
  }

  /** Keys are texts of any length, and each can have a page. */
  @Test
  void keepsWithinItsBytesWithLongKeys() throws Exception {
    String start = "k".repeat(1_000);
    for (int i = 0; i < 200; i++) {
      table.select(PackedKey.of(start + i + "-"));
      table.put(new byte[10], 10);
    }
    table.save();
    assertThat(table.pages()).isBetween(10, MOST_BYTES / 1_000 + 2);
  }

  private void put(int id, byte[] value) throws Exception {
    PackedKey lane = PackedKey.of("s.t/" + id);
    table.select(lane);
    table.put(value, value.length);
    rows.put(lane, new String(value, StandardCharsets.UTF_8));
  }

  private String seed() {
    return "-Dtributary.seed=" + seed;
  }
}
