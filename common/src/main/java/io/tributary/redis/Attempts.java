package io.tributary.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** The failed attempts at one piece of work: decides whether there is another, and when. */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final RedisAddress address;
  private final RedisPatience patience;
  private final long startNanos = System.nanoTime();
  private int failures;

  Attempts(RedisAddress address, RedisPatience patience) {
    this.address = address;
    this.patience = patience;
  }

  /** Notes a failure, and throws where trying again is of no use or the deadline has passed. */
  void failed(JedisException error) {
    failures++;
    String code = RedisReply.code(error);
    if (!RedisReply.isTransient(code)) {
      throw failure("refuses a command: " + RedisReply.text(error), code, error);
    }
    throwIfLate(code, error);
    if (failures == 1 && !code.equals("NOSCRIPT")) {
      LOG.warn("Redis at {} is unavailable ({}), retrying", address, code);
    }
  }

  /** Notes that a cluster has sent us elsewhere, and throws where that has gone on for too long. */
  void redirected(JedisException redirection) {
    failures++;
    throwIfLate(RedisReply.code(redirection), redirection);
  }

  /** Waits before the next attempt. */
  void pause() {
    try {
      Thread.sleep(patience.pauseMillis(failures));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisFailure("interrupted while waiting for Redis at " + address, e);
    }
  }

  private void throwIfLate(String code, JedisException error) {
    if (System.nanoTime() - startNanos > patience.deadline().toNanos()) {
      String waited = "did not answer as it should for " + patience.deadline().toSeconds() + " s";
      throw failure(
          waited + " (" + failures + " attempts): " + RedisReply.text(error), code, error);
    }
  }

  private RedisFailure failure(String what, String code, JedisException error) {
    // An error reply can quote keys and values, so only the lack of a reply is passed on.
    Throwable cause = error instanceof JedisConnectionException ? error : null;
    return new RedisFailure(
        "Redis at " + address + " " + what + "; " + RedisReply.advice(code), cause);
  }
}
