package io.tributary.policy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces values by tokens: {@code k2:} and the HMAC-SHA-256 of the value's text in base64url
 * without padding. One key gives one value one token in every table and job, so that tokens still
 * join. Not for use by several threads.
 */
public final class Tokenizer {

  private static final String ALGORITHM = "HmacSHA256";

  private final String keyId;
  private final Mac mac;

  private Tokenizer(String keyId, Mac mac) {
    this.keyId = keyId;
    this.mac = mac;
  }

  /**
   * A tokenizer with the key of this name.
   *
   * @param keyId the key's name, which is public and stands before each token
   * @param secret the key
   */
  public static Tokenizer of(String keyId, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return new Tokenizer(keyId, mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot use key " + keyId + " for " + ALGORITHM, e);
    }
  }

  String token(String text) {
    return token(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for bytes that are no text; the bytes of a text have the token of the text. */
  public String token(byte[] bytes) {
    return keyId + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes));
  }
}
