package io.tributary.config.binding;

import java.util.regex.Pattern;

/** Names of other systems' properties whose values are secrets, as far as a name shows it. */
public final class SecretNames {

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|passphrase|secret|token|credential|jaas|access-?key).*");

  private SecretNames() {}

  /** Whether a property of this name is to be masked. */
  public static boolean matches(String property) {
    return SECRET.matcher(property).matches();
  }
}
