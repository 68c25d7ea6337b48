package io.tributary.deadletter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of AES-256-GCM. What it seals is bound to the place it was sealed for, so that nobody can
 * pass one letter's content off as another's. Not for use by several threads.
 */
public final class PayloadKey {

  /** What {@code openssl rand -base64 32} makes. */
  public static final int BYTES = 32;

  static final int NONCE_BYTES = 12;

  private static final int TAG_BITS = 128;

  private final String id;
  private final SecretKeySpec secret;
  private final SecureRandom random = new SecureRandom();

  private PayloadKey(String id, SecretKeySpec secret) {
    this.id = id;
    this.secret = secret;
  }

  /**
   * A key as the pipeline's file has it.
   *
   * @param id the key's name, which is public and stands in each letter
   * @param base64 the key, {@value #BYTES} bytes
   */
  public static PayloadKey of(String id, String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("key " + id + " has not " + BYTES + " bytes");
    }
    return new PayloadKey(id, new SecretKeySpec(bytes, "AES"));
  }

  String id() {
    return id;
  }

  /** Twelve bytes that this key has not been used with: 96 random bits. */
  byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  byte[] seal(byte[] nonce, byte[] plain, String place) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  /**
   * @throws IllegalArgumentException if this is not the key, or anything was altered
   */
  byte[] open(byte[] nonce, byte[] sealed, String place) {
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the payload cannot be decrypted with key " + id + ": another key, or altered", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
