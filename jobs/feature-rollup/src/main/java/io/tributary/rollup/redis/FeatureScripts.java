package io.tributary.rollup.redis;

import io.tributary.redis.RedisScript;
import io.tributary.rollup.store.FeatureVersion;

/** The steps that Redis takes as one. Each leaves Redis the same when it is run twice in a row. */
final class FeatureScripts {

  /** What scripts return where Redis holds what was sent. */
  static final long DONE = 1;

  /** What {@link #WRITE} and {@link #MARK} return where something newer is. */
  static final long REFUSED = 0;

  /** What {@link #WRITE} and {@link #MARK} return where a later rebuild has written. */
  static final long SUPERSEDED = -1;

  /** What any script returns where a later attempt has begun. */
  static final long FENCED = -3;

  /** What {@link #TOUCH} returns where the values there are others, or none. */
  static final long OTHER = 2;

  /** The third argument of {@link #WRITE} for an entity that is forgotten. */
  static final String FORGET = "forget";

  /** The third argument of {@link #WRITE} for an entity that has values. */
  static final String KEEP = "keep";

  /**
   * Replaces a hash by other fields unless the hash there is newer. Keys: the hash; its fence.
   * Arguments: the version, with a digest of the values behind it, which orders nothing; the number
   * of the attempt; what to do, {@link #KEEP}, {@link #FORGET} or the seconds for which a bare
   * version is kept; fields and values. Returns 1 if Redis holds it, 0 if it has a newer version.
   *
   * <p>A bare version is written over values only: where there are none, nothing is to be guarded.
   * Values are written first, and only where other fields or a time to live are left, deleted and
   * written again: a Redis without memory refuses a script at its first write, or not at all. Lua
   * hands over some thousand arguments at most.
   */
  static final RedisScript WRITE =
      RedisScript.of(
          """
          if (redis.call('GET', KEYS[2]) or '') > ARGV[2] then
            return -3
          end
          local stored = redis.call('HGET', KEYS[1], '_version')
          if stored and string.sub(stored, 1, %1$d) > string.sub(ARGV[1], 1, %1$d) then
            return -1
          end
          if ARGV[3] == 'forget' then
            redis.call('DEL', KEYS[1])
            return 1
          end
          if stored and string.sub(stored, 1, %2$d) > string.sub(ARGV[1], 1, %2$d) then
            return 0
          end
          if ARGV[3] ~= 'keep' then
            if stored or redis.call('EXISTS', KEYS[1]) == 1 then
              redis.call('DEL', KEYS[1])
              redis.call('HSET', KEYS[1], '_version', ARGV[1])
              redis.call('EXPIRE', KEYS[1], ARGV[3])
            end
            return 1
          end
          local function fill()
            for i = 4, #ARGV, 1000 do
              redis.call('HSET', KEYS[1], '_version', ARGV[1],
                unpack(ARGV, i, math.min(#ARGV, i + 999)))
            end
          end
          fill()
          if redis.call('HLEN', KEYS[1]) ~= (#ARGV - 1) / 2 or (stored and #stored == %2$d) then
            redis.call('DEL', KEYS[1])
            fill()
          end
          return 1
          """
              .formatted(FeatureVersion.EPOCH_DIGITS, FeatureVersion.DIGITS));

  /**
   * Does what {@link #WRITE} does to an entity with values, without them, where the hash has the
   * same values. Keys: the hash; its fence. Arguments: the version with the digest of the values;
   * the number of the attempt; the time of the values. Returns what that does, or 2 if the hash has
   * other values or none.
   */
  static final RedisScript TOUCH =
      RedisScript.of(
          """
          if (redis.call('GET', KEYS[2]) or '') > ARGV[2] then
            return -3
          end
          local stored = redis.call('HGET', KEYS[1], '_version') or ''
          if string.sub(stored, 1, %1$d) > string.sub(ARGV[1], 1, %1$d) then
            return -1
          end
          if string.sub(stored, 1, %2$d) > string.sub(ARGV[1], 1, %2$d) then
            return 0
          end
          if string.sub(stored, %2$d + 1) ~= string.sub(ARGV[1], %2$d + 1) then
            return 2
          end
          redis.call('HSET', KEYS[1], '_version', ARGV[1], '_updated_at', ARGV[3])
          return 1
          """
              .formatted(FeatureVersion.EPOCH_DIGITS, FeatureVersion.DIGITS));

  /** What {@link #MARK} returns where what it marked before is gone. */
  static final long LOST = -2;

  /**
   * Begins to mark a rollup's freshness. Arguments: the epoch; what names the one who marks; which
   * fields are within which tolerance, empty where none are.
   */
  static final RedisScript WATCH =
      RedisScript.of(
          """
          local stored = redis.call('HGET', KEYS[1], '_epoch')
          if stored and stored > ARGV[1] then
            return -1
          end
          if stored ~= ARGV[1] then
            redis.call('DEL', KEYS[1])
          end
          redis.call('HSET', KEYS[1], '_epoch', ARGV[1], '_watch', ARGV[2])
          if ARGV[3] == '' then
            redis.call('HDEL', KEYS[1], 'approximate')
          else
            redis.call('HSET', KEYS[1], 'approximate', ARGV[3])
          end
          return 1
          """);

  /**
   * Whether all features of a rebuild are there. Arguments: the epoch; the servers. Where they are
   * not, the rollup is fresh as of no time. A later rebuild's are nobody else's business.
   */
  static final RedisScript COMPLETE =
      RedisScript.of(
          """
          local stored = redis.call('HMGET', KEYS[1], '_epoch', '_filled')
          if stored[1] and stored[1] > ARGV[1] then
            return 1
          end
          if stored[1] == ARGV[1] and stored[2] == ARGV[2] then
            return 1
          end
          redis.call('HDEL', KEYS[1], 'as_of', 'as_of_lsn', 'as_of_kind', '_filled')
          return 0
          """);

  /** Takes back that all features of a rollup are there. */
  static final RedisScript DISOWN =
      RedisScript.of(
          """
          redis.call('HDEL', KEYS[1], 'as_of', 'as_of_lsn', 'as_of_kind', '_filled')
          return 1
          """);

  /** The fifth or sixth argument of {@link #MARK} where what was marked before may hold. */
  static final String UNKNOWN = "?";

  /**
   * Moves a rollup's freshness forward, unless its hash is not the one that {@link #WATCH} left.
   * Arguments: the epoch; what names the one who marks; the servers that have all features; the
   * database time; the fields that lack rows, {@link #UNKNOWN} if that is not known; when rows were
   * rewritten of which some are stale, likewise; and as of when, up to which LSN and of which kind,
   * where that is known.
   */
  static final RedisScript MARK =
      RedisScript.of(
          """
          local stored = redis.call('HMGET', KEYS[1], '_epoch', '_watch', 'database_time', 'as_of')
          if stored[1] and stored[1] > ARGV[1] then
            return -1
          end
          if stored[2] ~= ARGV[2] then
            return stored[2] and -3 or -2
          end
          redis.call('HSET', KEYS[1], '_filled', ARGV[3])
          local moved = 0
          if not stored[3] or stored[3] <= ARGV[4] then
            redis.call('HSET', KEYS[1], 'database_time', ARGV[4])
            moved = 1
          end
          if ARGV[5] == '' then
            redis.call('HDEL', KEYS[1], 'filling')
          elseif ARGV[5] ~= '?' then
            redis.call('HSET', KEYS[1], 'filling', ARGV[5])
          end
          if ARGV[6] == '' then
            redis.call('HDEL', KEYS[1], 'rewritten')
          elseif ARGV[6] ~= '?' then
            redis.call('HSET', KEYS[1], 'rewritten', ARGV[6])
          end
          if redis.call('HEXISTS', KEYS[1], 'rewritten') == 1 then
            redis.call('HDEL', KEYS[1], 'as_of', 'as_of_lsn', 'as_of_kind')
          elseif ARGV[7] and (not stored[4] or stored[4] <= ARGV[7]) then
            redis.call('HSET', KEYS[1], 'as_of', ARGV[7], 'as_of_lsn', ARGV[8],
              'as_of_kind', ARGV[9])
            moved = 1
          end
          return moved
          """);

  /**
   * Deletes a hash of features that an earlier epoch wrote. Arguments: the epoch; {@code delete},
   * or else it is only looked for. Returns 1 if there was one. Sent twice, it may not count what it
   * deleted.
   */
  static final RedisScript SWEEP =
      RedisScript.of(
          """
          local stored = redis.call('HGET', KEYS[1], '_version')
          if not stored or string.sub(stored, 1, #ARGV[1]) >= ARGV[1] then
            return 0
          end
          if ARGV[2] == 'delete' then
            redis.call('DEL', KEYS[1])
          end
          return 1
          """);

  private FeatureScripts() {}
}
