package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The registry, Confluent's or one with the same interface, that holds the schemas of Avro. */
public record SchemaRegistryConfig(
    @Doc("Where GET /schemas/ids/1 is answered, for example https://registry:8081.")
        ConnectionUrl url,
    @Doc("User of basic authentication.") @Nullable String user,
    @Doc("The user's password.") @Nullable Secret password)
    implements Serializable, Checked {

  @Override
  public void check(Place place) {
    if (!url.reveal().matches("https?://[^\\s/@?#]+(/[^\\s@?#]*)?")) {
      place
          .at("url")
          .report(
              "is not the address of a registry",
              "write https://host:port, and user and password under keys of their own");
    }
    if ((user == null) != (password == null)) {
      place
          .at(user == null ? "user" : "password")
          .report("is missing", "user and password go together");
    }
  }
}
