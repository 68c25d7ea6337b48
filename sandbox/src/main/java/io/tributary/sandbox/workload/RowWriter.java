package io.tributary.sandbox.workload;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes through one connection, batching neighbours of the same kind. Event times are
 * offsets from the transaction's start, so that a seed repeats the same history at any hour.
 */
final class RowWriter implements AutoCloseable {

  private static final String[] EVENT_TYPES = {
    "view", "view", "view", "click", "click", "purchase"
  };
  private static final String[] PLANS = {"free", "free", "plus", "pro"};
  private static final String[] PURPOSES = {"ads", "mail", "research"};
  private static final int BIO_CHARACTERS = 4_000;

  private final Connection connection;
  private final RandomGenerator random;
  private final Map<Action, PreparedStatement> statements = new EnumMap<>(Action.class);
  private @Nullable Action open;
  private int changes;

  RowWriter(Connection connection, RandomGenerator random) throws SQLException {
    this.connection = connection;
    this.random = random;
    connection.setAutoCommit(false);
    for (Action action : Action.values()) {
      statements.put(action, connection.prepareStatement(sql(action)));
    }
  }

  private static String sql(Action action) {
    return switch (action) {
      case INSERT_EVENT ->
          "INSERT INTO personalization_events VALUES"
              + " (?, ?, ?, ?, ?, ?::jsonb, now() - ? * interval '1 millisecond', 1)";
      case CORRECT_EVENT ->
          "UPDATE personalization_events SET event_type = ?, value = ?, version = version + 1"
              + " WHERE event_id = ?";
      case MOVE_EVENT ->
          "UPDATE personalization_events SET user_id = ?,"
              + " occurred_at = now() - ? * interval '1 millisecond', version = version + 1"
              + " WHERE event_id = ?";
      case DELETE_EVENT -> "DELETE FROM personalization_events WHERE event_id = ?";
      case UPDATE_PROFILE ->
          "UPDATE user_profile SET plan = ?::plan, balance = balance + ?, preferences = ?::jsonb,"
              + " updated_at = now(), version = version + 1 WHERE user_id = ?";
      case CHANGE_EMAIL ->
          "UPDATE user_profile SET email = ?, updated_at = now(), version = version + 1"
              + " WHERE user_id = ?";
      case REWRITE_BIO ->
          "UPDATE user_profile SET bio = ?, updated_at = now(), version = version + 1"
              + " WHERE user_id = ?";
      case INSERT_PROFILE ->
          "INSERT INTO user_profile VALUES (?, ?, ?, ?, ?::plan, ?, ?::jsonb, ?::text[], ?,"
              + " now() - ? * interval '1 millisecond', now(), 1)";
      case DELETE_PROFILE -> "DELETE FROM user_profile WHERE user_id = ?";
      case INSERT_CONSENT ->
          "INSERT INTO consent_log VALUES (?, ?, ?, now() - ? * interval '1 millisecond')";
      case FLIP_CONSENT ->
          "UPDATE consent_log SET granted = NOT granted WHERE ctid ="
              + " (SELECT ctid FROM consent_log WHERE user_id = ? ORDER BY recorded_at LIMIT 1)";
      case DELETE_CONSENT ->
          "DELETE FROM consent_log WHERE ctid ="
              + " (SELECT ctid FROM consent_log WHERE user_id = ? ORDER BY recorded_at LIMIT 1)";
    };
  }

  void insertEvent(long event, long user) throws SQLException {
    String type = EVENT_TYPES[random.nextInt(EVENT_TYPES.length)];
    add(
        Action.INSERT_EVENT,
        event,
        random.nextInt(100) == 0 ? null : user,
        type,
        "category-" + random.nextInt(20),
        amountOf(type),
        "{\"page\": " + random.nextInt(500) + ", \"device\": \"web\"}",
        ageMillis());
  }

  void correctEvent(long event) throws SQLException {
    String type = EVENT_TYPES[random.nextInt(EVENT_TYPES.length)];
    add(Action.CORRECT_EVENT, type, amountOf(type), event);
  }

  void moveEvent(long event, long user) throws SQLException {
    add(Action.MOVE_EVENT, user, ageMillis(), event);
  }

  void deleteEvent(long event) throws SQLException {
    add(Action.DELETE_EVENT, event);
  }

  void insertProfile(long user) throws SQLException {
    add(
        Action.INSERT_PROFILE,
        user,
        new UUID(random.nextLong(), random.nextLong()),
        "user" + user + "@example.org",
        random.nextInt(10) == 0 ? null : "Name " + user,
        PLANS[random.nextInt(PLANS.length)],
        cents(100_000),
        preferences(),
        "{sport,\"long read\",NULL}",
        bio(),
        ageMillis());
  }

  void updateProfile(long user) throws SQLException {
    add(
        Action.UPDATE_PROFILE,
        PLANS[random.nextInt(PLANS.length)],
        cents(10_000).subtract(BigDecimal.valueOf(50)),
        preferences(),
        user);
  }

  void changeEmail(long user) throws SQLException {
    add(Action.CHANGE_EMAIL, "user" + user + "." + random.nextInt(1000) + "@example.org", user);
  }

  void rewriteBio(long user) throws SQLException {
    add(Action.REWRITE_BIO, bio(), user);
  }

  void deleteProfile(long user) throws SQLException {
    add(Action.DELETE_PROFILE, user);
  }

  void insertConsent(long user) throws SQLException {
    String purpose = PURPOSES[random.nextInt(PURPOSES.length)];
    add(Action.INSERT_CONSENT, user, purpose, random.nextBoolean(), ageMillis());
  }

  void flipConsent(long user) throws SQLException {
    add(Action.FLIP_CONSENT, user);
  }

  void deleteConsent(long user) throws SQLException {
    add(Action.DELETE_CONSENT, user);
  }

  private void add(Action action, @Nullable Object... parameters) throws SQLException {
    if (open != action) {
      flush();
      open = action;
    }
    PreparedStatement statement = statement(action);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    statement.addBatch();
  }

  private PreparedStatement statement(Action action) {
    return Objects.requireNonNull(statements.get(action));
  }

  private void flush() throws SQLException {
    if (open != null) {
      for (int count : statement(open).executeBatch()) {
        changes += Math.max(count, 0);
      }
      open = null;
    }
  }

  /** Commits, and says how many rows the transaction changed. */
  int commit() throws SQLException {
    flush();
    connection.commit();
    int committed = changes;
    changes = 0;
    return committed;
  }

  void rollback() throws SQLException {
    flush();
    connection.rollback();
    changes = 0;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private @Nullable BigDecimal amountOf(String type) {
    return type.equals("purchase") ? cents(50_000) : null;
  }

  private BigDecimal cents(int bound) {
    return BigDecimal.valueOf(random.nextInt(bound), 2);
  }

  private String preferences() {
    return "{\"theme\": \"dark\", \"weights\": [" + random.nextInt(10) + ", 0.50]}";
  }

  /** Mostly seconds ago, sometimes days, sometimes a little ahead of time. */
  private long ageMillis() {
    int kind = random.nextInt(100);
    if (kind < 3) {
      return -random.nextLong(20_000);
    }
    if (kind < 80) {
      return random.nextLong(5_000);
    }
    return kind < 95 ? random.nextLong(2 * 3_600_000L) : random.nextLong(10 * 86_400_000L);
  }

  private String bio() {
    StringBuilder text = new StringBuilder(BIO_CHARACTERS);
    while (text.length() < BIO_CHARACTERS) {
      text.append(Long.toString(random.nextLong() & Long.MAX_VALUE, 36)).append(' ');
    }
    return text.toString();
  }
}
