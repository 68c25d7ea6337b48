package io.tributary.event;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/** An undecoded record and where it was read. Key and value are not to be modified. */
@TypeInfo(RawRecordSerializer.TypeFactory.class)
public final class RawRecord {

  /** A header's name and its bytes, which are not to be modified. */
  public static final class Header {

    private final String name;
    private final byte @Nullable [] value;

    public Header(String name, byte @Nullable [] value) {
      this.name = name;
      this.value = value;
    }

    public String name() {
      return name;
    }

    public byte @Nullable [] value() {
      return value;
    }
  }

  private final Origin origin;
  private final long timestampMillis;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;

  public RawRecord(
      Origin origin,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers) {
    this.origin = origin;
    this.timestampMillis = timestampMillis;
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  public Origin origin() {
    return origin;
  }

  /** The record's own timestamp, milliseconds since 1970 UTC: the connector's clock. */
  public long timestampMillis() {
    return timestampMillis;
  }

  public byte @Nullable [] key() {
    return key;
  }

  /** Null for a tombstone. */
  public byte @Nullable [] value() {
    return value;
  }

  public List<Header> headers() {
    return headers;
  }

  /** The value of the last header of that name, null where there is none. */
  public byte @Nullable [] header(String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).name().equals(name)) {
        return headers.get(i).value();
      }
    }
    return null;
  }
}
