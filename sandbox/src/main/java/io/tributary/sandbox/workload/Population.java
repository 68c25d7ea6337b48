package io.tributary.sandbox.workload;

import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Which rows exist, as far as committed transactions made them: what the next change can touch. A
 * few profiles are left to each long transaction, which would otherwise make others wait for its
 * locks, and as one thread writes for all of them, wait for ever.
 */
final class Population {

  static final int INITIAL_PROFILES = 1_000;
  private static final int PROFILES_A_RESERVATION = 50;

  private final RandomGenerator random;
  private final LiveIds profiles = new LiveIds();
  private final List<LiveIds> reserved;
  private final LiveIds events = new LiveIds();
  private long nextProfile = 1;
  private long nextEvent = 1;

  /**
   * @param longTransactions how many of them there are to reserve profiles for
   */
  Population(RandomGenerator random, int longTransactions) {
    this.random = random;
    this.reserved = Stream.generate(LiveIds::new).limit(longTransactions).toList();
  }

  void createProfiles(RowWriter rows) throws SQLException {
    for (int i = 0; i < INITIAL_PROFILES; i++) {
      insertProfile(rows);
    }
  }

  /** Makes one change; one that the population is too small for becomes an insert. */
  void change(Action action, RowWriter rows) throws SQLException {
    switch (possible(action)) {
      case INSERT_EVENT -> insertEvent(rows);
      case CORRECT_EVENT -> rows.correctEvent(events.pick(random));
      case MOVE_EVENT -> rows.moveEvent(events.pick(random), profiles.pickSkewed(random));
      case DELETE_EVENT -> rows.deleteEvent(events.take(random));
      case UPDATE_PROFILE -> rows.updateProfile(profiles.pickSkewed(random));
      case CHANGE_EMAIL -> rows.changeEmail(profiles.pickSkewed(random));
      case REWRITE_BIO -> rows.rewriteBio(profiles.pick(random));
      case INSERT_PROFILE -> insertProfile(rows);
      case DELETE_PROFILE -> rows.deleteProfile(profiles.take(random));
      case INSERT_CONSENT -> rows.insertConsent(profiles.pick(random));
      case FLIP_CONSENT -> rows.flipConsent(profiles.pick(random));
      case DELETE_CONSENT -> rows.deleteConsent(profiles.pick(random));
    }
  }

  /** Where there are no events, or few profiles, one is inserted instead. */
  private Action possible(Action action) {
    return switch (action) {
      case CORRECT_EVENT, MOVE_EVENT, DELETE_EVENT ->
          events.size() == 0 ? Action.INSERT_EVENT : action;
      case DELETE_PROFILE ->
          profiles.size() > INITIAL_PROFILES / 2 ? action : Action.INSERT_PROFILE;
      default -> action;
    };
  }

  /** Makes a change that will be rolled back: it leaves the population as it is. */
  void changeInVain(RowWriter rows) throws SQLException {
    rows.insertEvent(nextEvent++, profiles.pickSkewed(random));
    rows.updateProfile(profiles.pickSkewed(random));
    rows.deleteProfile(profiles.pick(random));
  }

  /** Makes a change that the long transaction of this number can hold open. */
  void changeSlowly(int longTransaction, RowWriter rows) throws SQLException {
    rows.insertEvent(nextEvent++, profiles.pickSkewed(random));
    rows.updateProfile(reserved.get(longTransaction).pick(random));
  }

  private void insertEvent(RowWriter rows) throws SQLException {
    long event = nextEvent++;
    rows.insertEvent(event, profiles.pickSkewed(random));
    events.add(event);
  }

  private void insertProfile(RowWriter rows) throws SQLException {
    long profile = nextProfile++;
    rows.insertProfile(profile);
    int remainder = (int) (profile % PROFILES_A_RESERVATION);
    (remainder < reserved.size() ? reserved.get(remainder) : profiles).add(profile);
  }
}
