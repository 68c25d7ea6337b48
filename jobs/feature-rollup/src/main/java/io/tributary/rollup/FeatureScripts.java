package io.tributary.rollup;

import io.tributary.redis.RedisScript;

/** The steps that Redis takes as one. Each leaves Redis the same when it is run twice in a row. */
final class FeatureScripts {

  /** What {@link #WRITE} and {@link #MARK} return where something newer is. */
  static final long REFUSED = 0;

  /** What {@link #WRITE} and {@link #MARK} return where a later rebuild has written. */
  static final long SUPERSEDED = -1;

  /** The second argument of {@link #WRITE} for an entity that is forgotten. */
  static final String FORGET = "forget";

  /** The second argument of {@link #WRITE} for an entity that has values. */
  static final String KEEP = "keep";

  /**
   * Replaces a hash by other fields unless the hash there is newer. Arguments: the version; what to
   * do, {@link #KEEP}, {@link #FORGET} or the seconds for which a bare version is kept; fields and
   * values. Returns 1 if Redis is as told, 0 if it has a newer version.
   *
   * <p>A bare version is written over values only: where there are none, nothing is to be guarded.
   */
  static final RedisScript WRITE =
      RedisScript.of(
          """
          local stored = redis.call('HGET', KEYS[1], '_version')
          if stored and string.sub(stored, 1, %1$d) > string.sub(ARGV[1], 1, %1$d) then
            return -1
          end
          if ARGV[2] == 'forget' then
            redis.call('DEL', KEYS[1])
            return 1
          end
          if stored and stored > ARGV[1] then
            return 0
          end
          if ARGV[2] ~= 'keep' and redis.call('EXISTS', KEYS[1]) == 0 then
            return 1
          end
          redis.call('DEL', KEYS[1])
          redis.call('HSET', KEYS[1], '_version', ARGV[1], unpack(ARGV, 3))
          if ARGV[2] ~= 'keep' then
            redis.call('EXPIRE', KEYS[1], ARGV[2])
          end
          return 1
          """
              .formatted(FeatureVersion.EPOCH_DIGITS));

  /**
   * Moves a rollup's freshness forward, and back only for a later rebuild, which is not fresh as of
   * any time until it is told. Arguments: the epoch, the database time; and as of when, up to which
   * LSN and of which kind, where that is known.
   */
  static final RedisScript MARK =
      RedisScript.of(
          """
          local stored = redis.call('HMGET', KEYS[1], '_epoch', 'database_time', 'as_of')
          if stored[1] and stored[1] > ARGV[1] then
            return -1
          end
          if stored[1] ~= ARGV[1] then
            redis.call('DEL', KEYS[1])
            redis.call('HSET', KEYS[1], '_epoch', ARGV[1])
            stored = {ARGV[1], false, false}
          end
          local moved = 0
          if not stored[2] or stored[2] <= ARGV[2] then
            redis.call('HSET', KEYS[1], 'database_time', ARGV[2])
            moved = 1
          end
          if ARGV[3] and (not stored[3] or stored[3] <= ARGV[3]) then
            redis.call('HSET', KEYS[1], 'as_of', ARGV[3], 'as_of_lsn', ARGV[4],
              'as_of_kind', ARGV[5])
            moved = 1
          end
          return moved
          """);

  /**
   * Numbers a rebuild: a submission that is known keeps its number. Argument: what names the
   * submission.
   */
  static final RedisScript BEGIN =
      RedisScript.of(
          """
          local known = redis.call('HMGET', KEYS[1], 'epoch', 'submission')
          if known[1] and known[2] == ARGV[1] then
            return tonumber(known[1])
          end
          redis.call('HSET', KEYS[1], 'submission', ARGV[1])
          return redis.call('HINCRBY', KEYS[1], 'epoch', 1)
          """);

  /** Makes sure that later rebuilds get a higher number than this. Argument: the epoch. */
  static final RedisScript RESUME =
      RedisScript.of(
          """
          local known = redis.call('HGET', KEYS[1], 'epoch')
          if not known or tonumber(known) < tonumber(ARGV[1]) then
            redis.call('HSET', KEYS[1], 'epoch', ARGV[1])
          end
          return 1
          """);

  private FeatureScripts() {}
}
