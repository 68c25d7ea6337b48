package io.tributary.redis;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a Redis server that is away is waited for.
 *
 * @param deadline after this long without success, {@link RedisConnection} gives up and throws
 * @param firstPause before the second attempt; doubles with each further one
 * @param longestPause where the doubling ends
 * @param timeout how long one connect, or one reply, may take
 */
public record RedisPatience(
    Duration deadline, Duration firstPause, Duration longestPause, Duration timeout)
    implements Serializable {

  /** Half a minute: longer than a restart or a failover, shorter than a checkpoint's timeout. */
  public static final RedisPatience DEFAULT =
      new RedisPatience(
          Duration.ofSeconds(30),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));

  public RedisPatience withDeadline(Duration deadline) {
    return new RedisPatience(deadline, firstPause, longestPause, timeout);
  }

  /** The pause after a number of failed attempts, with jitter so that subtasks do not march. */
  long pauseMillis(int failures) {
    long longest = longestPause.toMillis();
    long doubled = firstPause.toMillis() << Math.min(failures - 1, 16);
    long pause = Math.min(doubled, longest);
    return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
  }
}
