package io.tributary.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The whole record, for holders of the key only; bytes are base64:
 *
 * <pre>{@code
 * {"policy":"encrypted","cipher":"AES-256-GCM","key-id":"d1","nonce":"…","data":"…"}
 * }</pre>
 *
 * <p>{@code data} is the JSON of {@link RawPayload}: key, value and headers together. The record's
 * origin, as {@code topic/partition@offset}, is the additional authenticated data.
 */
public final class EncryptedPayload implements Payload {

  static final String POLICY = "encrypted";

  private static final RawPayload RAW = new RawPayload();

  private final PayloadKey key;

  public EncryptedPayload(PayloadKey key) {
    this.key = key;
  }

  @Override
  public String of(RawRecord record) {
    byte[] nonce = key.nonce();
    byte[] plain = RAW.of(record).getBytes(StandardCharsets.UTF_8);
    return LetterJson.object()
        .put("policy", POLICY)
        .put("cipher", "AES-256-GCM")
        .put("key-id", key.id())
        .put("nonce", nonce)
        .put("data", key.seal(nonce, plain, record.origin().toString()))
        .toString();
  }

  /**
   * The record as it was.
   *
   * @throws IllegalArgumentException if none of the keys opens it
   */
  static RawRecord read(JsonNode payload, Origin origin, Map<String, PayloadKey> keys) {
    String id = payload.path("key-id").asText();
    PayloadKey key = keys.get(id);
    if (key == null) {
      throw new IllegalArgumentException("it was encrypted with key " + id + ", which is not here");
    }
    try {
      byte[] nonce = payload.path("nonce").binaryValue();
      byte[] data = payload.path("data").binaryValue();
      if (nonce == null || nonce.length != PayloadKey.NONCE_BYTES || data == null) {
        throw new IllegalArgumentException("the payload is damaged: no nonce or no data");
      }
      return RawPayload.read(LetterJson.read(key.open(nonce, data, origin.toString())), origin);
    } catch (IOException notBase64) {
      throw new IllegalArgumentException("the payload is damaged: no base64", notBase64);
    }
  }
}
