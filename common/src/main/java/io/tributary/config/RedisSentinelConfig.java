package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How to ask the Sentinels that {@code redis.url} names. */
public record RedisSentinelConfig(
    @Doc(value = "The name by which they know the primary.", byDefault = "mymaster") String name,
    @Doc("Our user at the Sentinels, where it is not the default one.") @Nullable String user,
    @Doc("The password at the Sentinels; that in the URL is for the primary.")
        @Nullable Secret password)
    implements Serializable, Checked {

  @Override
  public void check(Place place) {
    if (user != null && password == null) {
      place.at("password").report("is missing", "a user goes with a password");
    }
  }
}
