package io.tributary.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The SQL that makes a database write its schema history. Each script is one transaction. */
public final class HistoryScripts {

  private static final String DESCRIBE = "$describe$";

  private HistoryScripts() {}

  /**
   * Installs or upgrades the functions and publishes the present state.
   *
   * @param publication the publication whose tables are described
   */
  public static String functions(String publication) {
    String literal = "'" + publication.replace("'", "''") + "'";
    return resource("schema-history.sql").replace(":'publication'", literal);
  }

  /** Installs the event triggers; for a superuser. */
  public static String triggers() {
    return resource("schema-history-triggers.sql");
  }

  /** Removes functions and event triggers. */
  public static String uninstall() {
    return resource("schema-history-uninstall.sql");
  }

  /** The query that describes the table whose oid is its one parameter, {@code $1}. */
  public static String describeTable() {
    String script = resource("schema-history.sql");
    int start = script.indexOf(DESCRIBE) + DESCRIBE.length();
    return script.substring(start, script.indexOf(DESCRIBE, start));
  }

  private static String resource(String name) {
    try (InputStream in = HistoryScripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
