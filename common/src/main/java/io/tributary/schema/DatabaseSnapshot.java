package io.tributary.schema;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The transactions that a description knows of, written {@code 733:740:735,738} as PostgreSQL's
 * {@code pg_snapshot} is: all below the second number but the listed ones.
 *
 * @see <a href="https://www.postgresql.org/docs/14/functions-info.html">pg_snapshot</a>
 */
record DatabaseSnapshot(int end, Set<Integer> running) {

  static DatabaseSnapshot parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no snapshot");
    }
    Set<Integer> running =
        Stream.of(parts[2].split(","))
            .filter(id -> !id.isEmpty())
            .map(id -> (int) Long.parseLong(id))
            .collect(Collectors.toSet());
    return new DatabaseSnapshot((int) Long.parseLong(parts[1]), running);
  }

  /** Whether a transaction was committed by then. The wire's numbers have 32 bits and wrap. */
  boolean sees(long txId) {
    int id = (int) txId;
    return id - end < 0 && !running.contains(id);
  }
}
