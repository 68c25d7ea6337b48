package io.tributary.event;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the images that a state holds, so that none of these has to bring its own. They
 * are kept beside that state; every image was detached before they were written, so that none names
 * a schema which is not among them. For one thread.
 */
public final class KnownSchemas {

  private final Map<Long, RowSchema> byFingerprint = new HashMap<>();
  private @Nullable RowSchema last;
  private long lastFingerprint;

  /** The image without its schema, which is known from then on. */
  public DetachedImage detach(RowImage image) {
    RowSchema schema = image.schema();
    if (schema != last) {
      lastFingerprint = add(schema);
      last = schema;
    }
    return new DetachedImage(lastFingerprint, image.packed());
  }

  /**
   * The image with its schema.
   *
   * @throws IllegalStateException if that is not known: the state is damaged
   */
  public RowImage attach(DetachedImage image) {
    RowSchema schema = image.schema() == lastFingerprint ? last : byFingerprint.get(image.schema());
    if (schema == null) {
      throw new IllegalStateException("a row in state names a schema that the state does not have");
    }
    return new RowImage(schema, image.packed());
  }

  /** Adds a schema that {@link #encoded} wrote. */
  public void add(byte[] encoded) {
    add(SchemaEncoding.decode(encoded));
  }

  private long add(RowSchema schema) {
    long fingerprint = fingerprint(schema.encoded());
    byFingerprint.putIfAbsent(fingerprint, schema);
    return fingerprint;
  }

  /** The schemas, each in its binary form, in any order. */
  public List<byte[]> encoded() {
    List<byte[]> encoded = new ArrayList<>();
    byFingerprint.values().forEach(schema -> encoded.add(schema.encoded()));
    return encoded;
  }

  /** So much of a hash that two schemas do not meet. */
  private static long fingerprint(byte[] encoded) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(encoded)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
