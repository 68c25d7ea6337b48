package io.tributary.rollup.entities;

import io.tributary.rollup.logic.Contribution;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.EntityState;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.store.FeatureStore;
import io.tributary.rollup.store.FeatureUpdate;
import io.tributary.rollup.store.FeatureVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What contributions and time do to an entity: each tells what has become of it. The next moment at
 * which a value of an entity changes by itself is noted in a calendar.
 */
final class Entities {

  /** Entities without rows are forgotten by the hour, so that they share few moments. */
  private static final long FORGOTTEN_EVERY = Duration.ofHours(1).toMillis();

  private Map<String, Rollup> rollups;
  private final long epoch;
  private final KnownEntities known;
  private final Calendar calendar;
  private final Consumer<FeatureUpdate> updates;

  /** The database time that has come. */
  private long now = EntityState.UNSET;

  Entities(
      Map<String, Rollup> rollups,
      long epoch,
      KnownEntities known,
      Calendar calendar,
      Consumer<FeatureUpdate> updates) {
    this.rollups = rollups;
    this.epoch = epoch;
    this.known = known;
    this.calendar = calendar;
    this.updates = updates;
  }

  /** Adds what rows contribute to one entity. */
  void apply(String key, List<Contribution> contributions) throws Exception {
    Rollup rollup = rollup(contributions.get(0).rollup());
    EntityState before = known.of(key);
    EntityState entity = before == null ? new EntityState() : before;
    // An entity's own clock is ahead until a restored job has seen its first watermark.
    entity.apply(rollup, contributions, Math.max(now, entity.clock()));
    if (entity.clock() != EntityState.UNSET) {
      emit(key, rollup, entity);
    }
    keep(key, rollup, entity);
  }

  /** Lets time pass, and brings there the entities of which something changes by that. */
  void passTo(long moment) throws Exception {
    now = moment;
    calendar.passTo(moment, this::comeBack);
  }

  /** A timer has come, as they were set before there was a calendar. */
  void onTimer(String key, long moment) throws Exception {
    if (moment > now) {
      // The end of the input is no moment of database time: what is in a window stays there.
      calendar.note(key, moment);
    } else {
      comeBack(key, moment);
    }
  }

  private void comeBack(String key, long moment) throws Exception {
    EntityState entity = known.of(key);
    if (entity == null || !entity.comes(moment, now)) {
      return;
    }
    Rollup rollup = rollups.get(rollupOf(key));
    if (rollup == null) {
      known.forget(key);
    } else if (isForgotten(entity)) {
      emit(key, rollup, entity, FeatureUpdate.Change.FORGOTTEN, Map.of());
      known.forget(key);
    } else {
      advance(key, rollup, entity);
      keep(key, rollup, entity);
    }
  }

  /** Brings all that is known to state. */
  void save() throws Exception {
    known.save();
    calendar.save();
  }

  /** Continues with what is told from now on. */
  void continueWith(Map<String, Rollup> others) {
    rollups = others;
  }

  /** Tells of an entity as it is, and lets go of what has been removed. */
  void emitAgain(String key) throws Exception {
    EntityState entity = known.of(key);
    Rollup rollup = rollups.get(rollupOf(key));
    if (entity == null || rollup == null) {
      known.forget(key);
      return;
    }
    boolean wasEmpty = entity.isEmpty();
    entity.fit(rollup);
    if (entity.clock() != EntityState.UNSET) {
      emit(key, rollup, entity);
    }
    if (entity.isEmpty() != wasEmpty) {
      keep(key, rollup, entity);
    }
  }

  private void advance(String key, Rollup rollup, EntityState entity) {
    boolean first = entity.clock() == EntityState.UNSET;
    if (first || !entity.isEmpty()) {
      if (entity.advance(rollup, now) || first) {
        emit(key, rollup, entity);
      }
    }
  }

  /** The clock of an entity without rows stands still from the moment that the last one left. */
  private boolean isForgotten(EntityState entity) {
    return entity.isEmpty()
        && entity.clock() != EntityState.UNSET
        && now >= entity.clock() + FeatureStore.MEMORY.toMillis();
  }

  /** Sees to it, too, that the entity is noted for no later than its next change. */
  private void keep(String key, Rollup rollup, EntityState entity) throws Exception {
    long next = nextChange(rollup, entity);
    boolean needsNote = entity.needsNote(next);
    known.keep(key, entity);
    if (needsNote) {
      calendar.note(key, next);
    }
  }

  private static long nextChange(Rollup rollup, EntityState entity) {
    if (entity.clock() == EntityState.UNSET) {
      return EntityState.UNSET + 1;
    }
    return entity.isEmpty() ? forgotten(entity) : entity.nextBoundary(rollup);
  }

  private static long forgotten(EntityState entity) {
    long earliest = entity.clock() + FeatureStore.MEMORY.toMillis();
    return -Math.floorDiv(-earliest, FORGOTTEN_EVERY) * FORGOTTEN_EVERY;
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
    FeatureVersion version =
        new FeatureVersion(epoch, entity.applied(), rollup.filled(), entity.clock());
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
