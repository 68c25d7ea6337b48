package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;

/** How to reach the source database. */
public record DatabaseConfig(
    @Doc("JDBC URL, for example jdbc:postgresql://db:5432/app.") ConnectionUrl url,
    @Doc(
            "Role to connect as; it needs to read the tables only, but for source.postgres: see docs/direct-mode.md.")
        String user,
    @Doc("The role's password.") Secret password)
    implements Serializable, Checked {

  @Override
  public void check(Place place) {
    if (!url.reveal().startsWith("jdbc:postgresql:")) {
      place.at("url").report("is no PostgreSQL JDBC URL", "write jdbc:postgresql://host:port/name");
    }
  }
}
