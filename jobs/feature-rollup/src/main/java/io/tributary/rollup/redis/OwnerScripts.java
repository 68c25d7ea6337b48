package io.tributary.rollup.redis;

import io.tributary.redis.RedisScript;
import io.tributary.rollup.store.RebuildEpochs;

/**
 * How Redis settles who owns a rollup: which rebuild, and which attempt at it. Each script leaves
 * Redis the same when it is run twice in a row.
 */
final class OwnerScripts {

  /** Before a rollup's name, the field that says which submission numbers its rebuilds. */
  static final String OWNER = "rollup:";

  /**
   * Numbers a rebuild, see {@link RebuildEpochs#of}, higher than any of any rollup. Arguments: what
   * names the submission; its definitions; the number in its state; the highest beside any of its
   * rollups; its rollups. A submission that all of them belong to keeps its number. One whose
   * rollups another has taken over, which may still run and try again, does not take them back; it
   * gets {@link FeatureScripts#SUPERSEDED}.
   */
  static final RedisScript EPOCH =
      RedisScript.of(
          """
          local gone = redis.call('HGET', KEYS[1], 'superseded') or ''
          if string.find(gone, ARGV[1], 1, true) then
            return -1
          end
          local same, continues, epoch = true, true, '0'
          for i = 5, #ARGV do
            local known = redis.call('HGET', KEYS[1], 'rollup:' .. ARGV[i]) or ''
            local submission, definitions, number = string.match(known, '(%S+) (%S+) (%d+)')
            same = same and submission == ARGV[1]
            continues = continues and definitions == ARGV[2] and number == ARGV[3]
            epoch = number or epoch
            local other = submission and submission ~= ARGV[1]
            if other and not string.find(gone, submission, 1, true) then
              gone = string.sub(submission .. ' ' .. gone, 1, 4000)
            end
          end
          if same and tonumber(epoch) >= tonumber(ARGV[3]) then
            return tonumber(epoch)
          end
          if not continues then
            local latest = tonumber(redis.call('HGET', KEYS[1], 'epoch') or 0)
            epoch = math.max(latest, tonumber(ARGV[3]), tonumber(ARGV[4])) + 1
            redis.call('HSET', KEYS[1], 'epoch', epoch, 'superseded', gone)
          end
          for i = 5, #ARGV do
            local owner = ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. epoch
            redis.call('HSET', KEYS[1], 'rollup:' .. ARGV[i], owner)
          end
          return tonumber(epoch)
          """);

  /**
   * Numbers an attempt, higher than any before it even where Redis has lost those. An attempt that
   * is known keeps its number. Arguments: its graph; which it is of that graph; the time.
   */
  static final RedisScript ATTEMPT =
      RedisScript.of(
          """
          local known = redis.call('HMGET', KEYS[1], 'graph', 'attempt', 'number')
          if known[1] == ARGV[1] then
            if tonumber(known[2]) > tonumber(ARGV[2]) then
              return -3
            end
            if known[2] == ARGV[2] then
              return tonumber(known[3])
            end
          end
          local number = math.max(tonumber(known[3] or 0) + 1, tonumber(ARGV[3]))
          redis.call('HSET', KEYS[1], 'graph', ARGV[1], 'attempt', ARGV[2],
            'number', string.format('%.0f', number))
          return number
          """);

  /** Refuses the writes of lesser attempts from now on. Argument: the number of the attempt. */
  static final RedisScript FENCE =
      RedisScript.of(
          """
          local raised = redis.call('GET', KEYS[1]) or ''
          if raised > ARGV[1] then
            return -3
          end
          if raised < ARGV[1] then
            redis.call('SET', KEYS[1], ARGV[1])
          end
          return 1
          """);

  private OwnerScripts() {}
}
