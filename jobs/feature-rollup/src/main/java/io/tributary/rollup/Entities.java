package io.tributary.rollup;

import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Rollup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * What contributions and time do to an entity: each tells what has become of it. One timer is set
 * for an entity, for the next moment at which a value of it changes by itself; that is where a tile
 * begins or ends, so entities of one tile share the moment.
 */
final class Entities {

  /**
   * How long, in database time, an entity's number of contributions is remembered after its last
   * row has left: longer than a replay is expected to reach back, for during one the number keeps
   * the entity from appearing again.
   */
  static final Duration MEMORY = Duration.ofDays(7);

  private final Map<String, Rollup> rollups;
  private final long epoch;
  private final ValueState<EntityState> states;
  private final InternalTimerService<VoidNamespace> timers;
  private final Consumer<FeatureUpdate> updates;

  Entities(
      Map<String, Rollup> rollups,
      long epoch,
      ValueState<EntityState> states,
      InternalTimerService<VoidNamespace> timers,
      Consumer<FeatureUpdate> updates) {
    this.rollups = rollups;
    this.epoch = epoch;
    this.states = states;
    this.timers = timers;
    this.updates = updates;
  }

  /** Adds what rows contribute to one entity, whose key is set. */
  void apply(String key, List<Contribution> contributions) throws Exception {
    Rollup rollup = rollup(contributions.get(0).rollup());
    EntityState saved = states.value();
    EntityState entity = saved == null ? new EntityState() : saved;
    long now = databaseTime(entity);
    entity.apply(rollup, contributions, now);
    if (entity.clock() != EntityState.UNSET) {
      emit(key, rollup, entity);
    }
    schedule(rollup, entity);
    states.update(entity);
  }

  /** Brings the entity whose key is set, and whose timer has come, to the time it is now. */
  void moveOn(String key) throws Exception {
    EntityState entity = states.value();
    Rollup rollup = rollups.get(rollupOf(key));
    if (entity == null || rollup == null) {
      states.clear();
      return;
    }
    entity.timerSet(EntityState.NEVER);
    long now = timers.currentWatermark();
    if (now == Long.MAX_VALUE) {
      // The end of the input is no moment of database time: what is in a window stays there.
      states.update(entity);
    } else if (isForgotten(entity, now)) {
      emit(key, rollup, entity, FeatureUpdate.Change.FORGOTTEN, Map.of());
      states.clear();
    } else {
      advance(key, rollup, entity, now);
      schedule(rollup, entity);
      states.update(entity);
    }
  }

  /** Tells of the entity whose key is set as it is. */
  void emitAgain(String key) throws Exception {
    EntityState entity = states.value();
    Rollup rollup = rollups.get(rollupOf(key));
    if (entity != null && rollup != null && entity.clock() != EntityState.UNSET) {
      emit(key, rollup, entity);
    }
  }

  private void advance(String key, Rollup rollup, EntityState entity, long now) {
    boolean first = entity.clock() == EntityState.UNSET;
    if (first || !entity.isEmpty()) {
      if (entity.advance(rollup, now) || first) {
        emit(key, rollup, entity);
      }
    }
  }

  /** The clock of an entity without rows stands still from the moment that the last one left. */
  private static boolean isForgotten(EntityState entity, long now) {
    return entity.isEmpty()
        && entity.clock() != EntityState.UNSET
        && now >= entity.clock() + MEMORY.toMillis();
  }

  /**
   * Sees to it that a timer is set no later than the next change. One that is set for earlier is
   * left alone; it finds nothing to do and sets the next.
   */
  private void schedule(Rollup rollup, EntityState entity) {
    long next = nextChange(rollup, entity);
    if (next < entity.timer()) {
      if (entity.timer() != EntityState.NEVER) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, entity.timer());
      }
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, next);
      entity.timerSet(next);
    }
  }

  private static long nextChange(Rollup rollup, EntityState entity) {
    if (entity.clock() == EntityState.UNSET) {
      return EntityState.UNSET + 1;
    }
    return entity.isEmpty() ? entity.clock() + MEMORY.toMillis() : entity.nextBoundary(rollup);
  }

  /** The watermark; the entity's own clock where that is ahead, and at the end of the input. */
  private long databaseTime(EntityState entity) {
    long watermark = timers.currentWatermark();
    return watermark == Long.MAX_VALUE ? entity.clock() : Math.max(watermark, entity.clock());
  }

  private void emit(String key, Rollup rollup, EntityState entity) {
    Map<String, String> values = entity.values(rollup);
    FeatureUpdate.Change change =
        values.isEmpty() ? FeatureUpdate.Change.GONE : FeatureUpdate.Change.VALUES;
    emit(key, rollup, entity, change, values);
  }

  private void emit(
      String key,
      Rollup rollup,
      EntityState entity,
      FeatureUpdate.Change change,
      Map<String, String> values) {
    EntityKey whose = new EntityKey(key.substring(key.indexOf(':') + 1), entity.bareColumns());
    FeatureVersion version = new FeatureVersion(epoch, entity.applied(), entity.clock());
    FeatureUpdate update = new FeatureUpdate(rollup.name(), whose, change, values, version);
    updates.accept(update);
  }

  private static String rollupOf(String key) {
    return key.substring(0, key.indexOf(':'));
  }

  private Rollup rollup(String name) {
    Rollup rollup = rollups.get(name);
    if (rollup == null) {
      throw new IllegalStateException(
          "a contribution to rollup " + name + " is in flight, which the pipeline does not define");
    }
    return rollup;
  }
}
