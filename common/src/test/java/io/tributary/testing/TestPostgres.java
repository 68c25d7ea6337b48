package io.tributary.testing;

import io.tributary.stack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL of a test class's own, with the database {@code app}. */
@SuppressWarnings("NullAway.Init") // JUnit calls back before anything is asked.
public final class TestPostgres extends ClassFixture {

  public static final String DATABASE = "app";

  private PostgresServer server;

  public PostgresServer server() {
    return server;
  }

  /** A connection to the database, which the caller closes. */
  public Connection connect() throws SQLException {
    return server.connect(DATABASE);
  }

  /** Executes statements in the database, each in a transaction of its own. */
  public void execute(String... statements) throws SQLException {
    server.execute(DATABASE, statements);
  }

  /** The first column of the first row, which there has to be, as text. */
  public String ask(String sql) throws SQLException {
    return server.ask(DATABASE, sql);
  }

  /** What a pipeline says under {@code database}. */
  public String yaml() {
    return yaml(DATABASE);
  }

  /** The same for another database of the server. */
  public String yaml(String database) {
    return "{ url: \"%s\", user: \"%s\", password: \"%s\" }"
        .formatted(server.jdbcUrl(database), server.user(), server.password());
  }

  @Override
  public void start(Path directory) {
    server = PostgresServer.in(directory);
    server.start();
    server.createDatabase(DATABASE);
  }

  @Override
  public void stop() {
    server.close();
  }
}
