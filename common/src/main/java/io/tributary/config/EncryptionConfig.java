package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.util.Base64;
import java.util.Map;

/** The keys of AES-256-GCM, by key id; a dead letter carries the id of the key that sealed it. */
public record EncryptionConfig(
    @Doc("Id of the key that encrypts.") String current,
    @Doc(
            value =
                "Every key that opens letters still kept, 32 bytes in base64: openssl rand -base64"
                    + " 32.",
            entry = "id",
            nonEmpty = true)
        @Matches(value = Names.LABEL, words = Names.LABEL_WORDS)
        Map<String, Secret> keys)
    implements Serializable, Checked {

  private static final int KEY_BYTES = 32;

  /** Copies the keys. */
  public EncryptionConfig {
    keys = Immutable.copy(keys);
  }

  @Override
  public void check(Place place) {
    Keys.check(
        place,
        current,
        keys,
        EncryptionConfig::isKey,
        "is not 32 bytes in base64",
        "make one: openssl rand -base64 32");
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
