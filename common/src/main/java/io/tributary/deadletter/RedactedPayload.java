package io.tributary.deadletter;

import io.tributary.decode.RecordOutline;
import io.tributary.event.RawRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record's shape, without any value: see {@link RecordOutline}. */
public final class RedactedPayload implements Payload {

  static final String POLICY = "redacted";

  private final RecordOutline outline;

  /**
   * @param digest of bytes that are not shown; empty for none
   */
  public RedactedPayload(Function<byte[], String> digest) {
    this.outline = new RecordOutline(digest);
  }

  @Override
  public String of(RawRecord record) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("policy", POLICY);
    json.putAll(outline.of(record));
    return LetterJson.write(json);
  }
}
