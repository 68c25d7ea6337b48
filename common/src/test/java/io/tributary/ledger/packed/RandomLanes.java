package io.tributary.ledger.packed;

import java.util.Random;

/** Lanes of keys as tables have them: serial, padded, composite, negative, long, and others. */
public final class RandomLanes {

  private final Random random;

  public RandomLanes(Random random) {
    this.random = random;
  }

  public PackedKey next() {
    return PackedKey.of("s.t/" + key());
  }

  /** The text of a key. */
  public String key() {
    int small = random.nextInt(200);
    return switch (random.nextInt(10)) {
      case 0 -> "%06d".formatted(small);
      case 1 -> random.nextInt(3) + "|" + small;
      case 2 -> small + "|web";
      case 3 -> "-" + small;
      case 4 -> "9".repeat(random.nextInt(24)) + small;
      case 5 -> "0".repeat(random.nextInt(24)) + random.nextInt(20);
      case 6 -> Long.toHexString(random.nextInt(500)) + "-" + Integer.toHexString(small);
      case 7 -> "ä" + "a".repeat(random.nextInt(3)) + (random.nextBoolean() ? "" : small);
      default -> "" + random.nextInt(1_000);
    };
  }
}
