package io.tributary.stack;

import java.util.Map;

/**
 * Where a running stack can be reached; component by component, as it is written to JSON.
 *
 * @param kafka bootstrap servers, for example {@code 127.0.0.1:19092}
 * @param connect its REST interface, for example {@code http://127.0.0.1:18083}
 * @param redis for example {@code redis://127.0.0.1:16379}
 * @param flink REST interface and web UI, for example {@code http://127.0.0.1:18081}
 * @param processes process ids by component
 */
public record Endpoints(
    Postgres postgresql,
    String kafka,
    String connect,
    String redis,
    String flink,
    Map<String, Long> processes) {

  /**
   * One database.
   *
   * @param jdbc without user and password
   * @param psql with user and password
   */
  public record Postgres(String jdbc, String psql, String user, String password) {
    static Postgres of(PostgresServer server, String database) {
      return new Postgres(
          server.jdbcUrl(database), server.psqlUrl(database), server.user(), server.password());
    }
  }
}
