package io.tributary.redis;

import redis.clients.jedis.util.JedisClusterCRC16;

/** The slots among which a cluster divides its keys. */
public final class RedisSlots {

  private static final int SLOTS = 16_384;

  private RedisSlots() {}

  /**
   * The slot of a key: that of the text in its first braces, where it has any.
   *
   * @return from 0 to 16,383
   */
  public static int of(String key) {
    return JedisClusterCRC16.getSlot(key);
  }

  /** A short text that, in braces, puts a key into a slot: {@code 1sf} for {@code {1sf}}. */
  public static String tag(int slot) {
    return Tags.BY_SLOT[slot];
  }

  /** Made when the first is asked for: it takes some 200,000 checksums. */
  private static final class Tags {

    static final String[] BY_SLOT = new String[SLOTS];

    static {
      int missing = SLOTS;
      for (int number = 0; missing > 0; number++) {
        String tag = Integer.toString(number, Character.MAX_RADIX);
        int slot = JedisClusterCRC16.getSlot(tag);
        if (BY_SLOT[slot] == null) {
          BY_SLOT[slot] = tag;
          missing--;
        }
      }
    }
  }
}
