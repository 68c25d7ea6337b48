package io.tributary.rollup;

import io.tributary.event.ColumnType;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes rows at random, in PostgreSQL and on the wire of a job at once. */
final class VisitTable {

  private static final Rows VISITS =
      Rows.of("public.visits")
          .column("id", ColumnType.Kind.BIGINT)
          .column("user_id", ColumnType.Kind.BIGINT)
          .column("kind", ColumnType.Kind.TEXT)
          .column("value", ColumnType.numeric(12, 2))
          .column("score", ColumnType.Kind.DOUBLE)
          .column("properties", ColumnType.Kind.JSON)
          .column("occurred_at", ColumnType.Kind.TIMESTAMPTZ)
          .key("id");
  private static final String DDL =
      """
      CREATE SCHEMA tributary;
      CREATE TABLE tributary.heartbeat (id integer PRIMARY KEY);
      CREATE TABLE public.visits (
        id bigint PRIMARY KEY, user_id bigint, kind text, value numeric(12, 2),
        score double precision, properties jsonb, occurred_at timestamptz);
      """;
  private static final List<String> KINDS = List.of("click", "view", "buy");
  private static final int USERS = 12;
  private static final int CHANGES_OF_A_MINUTE = 20;

  private final Connection connection;
  private final EngagementJob run;
  private final Random random;
  private final List<Long> ids = new ArrayList<>();
  private long nextId = 1;

  VisitTable(Connection connection, EngagementJob run, long seed) throws SQLException {
    this.connection = connection;
    this.run = run;
    this.random = new Random(seed);
    try (Statement statement = connection.createStatement()) {
      statement.execute(DDL);
    }
  }

  /** Inserts, updates and deletes rows; now and then some time passes. */
  void change(int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      change();
    }
  }

  private void change() throws SQLException {
    if (random.nextInt(CHANGES_OF_A_MINUTE) == 0) {
      run.now = run.now.plus(Duration.ofSeconds(random.nextInt(60)));
    }
    int dice = ids.isEmpty() ? 0 : random.nextInt(10);
    if (dice < 6) {
      ids.add(nextId);
      write(VISITS.insert(run.lsn()), nextId++);
    } else if (dice < 8) {
      write(VISITS.update(run.lsn()), ids.get(random.nextInt(ids.size())));
    } else {
      delete(ids.remove(random.nextInt(ids.size())));
    }
  }

  private void write(RowChange change, long id) throws SQLException {
    Object[] row = {
      id,
      random.nextInt(30) == 0 ? null : (long) random.nextInt(USERS),
      KINDS.get(random.nextInt(KINDS.size())),
      random.nextInt(10) == 0 ? null : BigDecimal.valueOf(random.nextInt(10_000), 2),
      random.nextGaussian(),
      random.nextInt(10) == 0 ? "{\"page\": null}" : "{\"page\": " + random.nextInt(20) + "}",
      eventTime().toString()
    };
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO public.visits VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::timestamptz)"
                + " ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id,"
                + " kind = excluded.kind, value = excluded.value, score = excluded.score,"
                + " properties = excluded.properties, occurred_at = excluded.occurred_at")) {
      for (int i = 0; i < row.length; i++) {
        statement.setObject(i + 1, row[i]);
        change.set(VISITS.schema().column(i).name(), row[i]);
      }
      statement.executeUpdate();
    }
    run.changes.add(change.committedAt(run.tick()));
  }

  private void delete(long id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM public.visits WHERE id = ?")) {
      statement.setLong(1, id);
      statement.executeUpdate();
    }
    run.changes.add(VISITS.delete(run.lsn()).was("id", id).committedAt(run.tick()));
  }

  /** Mostly minutes ago, sometimes hours, sometimes a little ahead of time. */
  private Instant eventTime() {
    int dice = random.nextInt(10);
    long reach = (dice < 7 ? Duration.ofMinutes(5) : Duration.ofHours(3)).toMillis();
    long age = dice == 0 ? -random.nextLong(20_000) : random.nextLong(reach);
    return run.now.minusMillis(age);
  }
}
