package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;

/** How to reach the source database. */
public record DatabaseConfig(
    @Doc("JDBC URL, for example jdbc:postgresql://db:5432/app.") ConnectionUrl url,
    @Doc(
            "Role to connect as; it needs to read the tables only, but for source.postgres: see docs/direct-mode.md.")
        String user,
    @Doc("The role's password.") Secret password)
    implements Serializable, Checked {

  /** Logs what it does not like of a URL, passwords and all. Kept, or its level is forgotten. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  /**
   * Whether the driver takes it for the URL of a database. One with {@code user:password@} it would
   * take for a host's name, and quote in "unknown host".
   */
  public static boolean isUrl(String text) {
    Properties parts = text.startsWith("jdbc:postgresql:") ? Driver.parseURL(text, null) : null;
    return parts != null && !parts.getProperty("PGHOST", "").contains("@");
  }

  @Override
  public void check(Place place) {
    if (!isUrl(url.reveal())) {
      place
          .at("url")
          .report("is not a PostgreSQL JDBC URL", "write jdbc:postgresql://host:port/name");
    }
  }
}
