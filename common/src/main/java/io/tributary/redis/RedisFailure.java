package io.tributary.redis;

import org.jspecify.annotations.Nullable;

/**
 * Redis refused a command for good, or was away for longer than {@link RedisPatience} allows. The
 * message names the server and what to do, and quotes neither a password, a key nor a value.
 */
public final class RedisFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RedisFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
