package io.tributary.ledger.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Any puts, reads, removals and saves: what the cache does not hold has been written. {@code
 * -Dtributary.seed=N} repeats one.
 */
class PackedCachePropertyTest {

  private static final int STEPS = 20_000;

  private final long seed = Long.getLong("tributary.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, String> written = new HashMap<>();
  private final Map<String, String> current = new HashMap<>();
  private final List<Integer> groups = new ArrayList<>();
  private int writes;

  @RepeatedTest(8)
  void holdsOrHasWrittenWhatCounts() throws Exception {
    long bytes = random.nextBoolean() ? random.nextInt(20_000) : random.nextInt(300_000);
    PackedCache cache = new PackedCache(bytes, new Written());
    int keys = 1 + random.nextInt(3_000);
    for (int i = 0; i < STEPS; i++) {
      step(cache, "by_user:" + random.nextInt(keys));
      if (random.nextInt(2_000) == 0) {
        check(cache, bytes);
      }
    }
    check(cache, bytes);
  }

  private void step(PackedCache cache, String key) throws Exception {
    switch (random.nextInt(8)) {
      case 0 -> {
        cache.remove(PackedKey.of(key));
        current.remove(key);
        written.remove(key);
      }
      case 1, 2, 3 -> assertThat(known(cache, key)).as(seed()).isEqualTo(current.get(key));
      default -> put(cache, key, value());
    }
  }

  private void put(PackedCache cache, String key, String value) throws Exception {
    byte[] more = (value + "more").getBytes(StandardCharsets.US_ASCII);
    cache.put(PackedKey.of(key), more, value.length());
    current.put(key, value);
  }

  private void check(PackedCache cache, long bytes) throws Exception {
    assertThat(cache.bytes()).as(seed()).isLessThanOrEqualTo(bytes + bytes / 8 + 1_000);
    for (Map.Entry<String, String> each : current.entrySet()) {
      assertThat(known(cache, each.getKey())).as(seed()).isEqualTo(each.getValue());
    }
    groups.clear();
    cache.save();
    assertThat(groups).as(seed()).isSorted();
    assertThat(written).as(seed()).isEqualTo(current);
    int before = writes;
    cache.save();
    assertThat(writes).as(seed()).isEqualTo(before);
  }

  private @Nullable String known(PackedCache cache, String key) {
    Slice held = cache.get(PackedKey.of(key));
    return held == null ? written.get(key) : text(held);
  }

  private final class Written implements PackedCache.Store {

    @Override
    public void write(Slice key, Slice value) {
      writes++;
      groups.add(group(key));
      written.put(text(key), text(value));
    }

    @Override
    public int group(Slice key) {
      return text(key).length() % 3;
    }
  }

  /** Mostly short; now and then empty, longer than one byte can say, or too long to be held. */
  private String value() {
    int length =
        switch (random.nextInt(100)) {
          case 0 -> 0;
          case 1 -> 100 + random.nextInt(60);
          case 2 -> 1_900 + random.nextInt(400);
          default -> 40 + random.nextInt(30);
        };
    return Character.toString('a' + random.nextInt(26)).repeat(length);
  }

  @Test
  void writesWhatChangesAgainAndAgainOnce() throws Exception {
    PackedCache cache = new PackedCache(1 << 20, new Written());
    for (int i = 0; i < 20_000; i++) {
      put(cache, "by_user:" + i % 2_000, value());
    }
    cache.save();
    assertThat(writes).isBetween(2_000, 2_000 + 20_000 / 50);
    assertThat(written).isEqualTo(current);
  }

  @Test
  void keepsWhatIsFoundAgainAndAgain() throws Exception {
    PackedCache cache = new PackedCache(100_000, new Written());
    for (int i = 0; i < 50_000; i++) {
      put(cache, "by_user:" + i, "x".repeat(50));
      for (int hot = 0; hot < 20; hot++) {
        assertThat(i < hot || cache.get(PackedKey.of("by_user:" + hot)) != null).isTrue();
      }
    }
  }

  private String seed() {
    return "-Dtributary.seed=" + seed;
  }

  private static String text(Slice slice) {
    return new String(slice.toArray(), StandardCharsets.US_ASCII);
  }
}
