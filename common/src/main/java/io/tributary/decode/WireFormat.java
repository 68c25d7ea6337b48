package io.tributary.decode;

import io.tributary.event.Bytes;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the connector's configuration settles and its records do not tell.
 *
 * @param topicPrefix the connector's {@code topic.prefix}; where it is null, the topics of
 *     transaction metadata are known by their ending and their content
 * @param times the unit of dates and times in records without a schema
 * @param unavailable the connector's {@code unavailable.value.placeholder} as bytes
 */
public record WireFormat(@Nullable String topicPrefix, TimePrecision times, Bytes unavailable)
    implements Serializable {

  private static final String HEX = "hex:";

  /** Debezium's defaults: adaptive times, {@code __debezium_unavailable_value}. */
  public static final WireFormat DEFAULT =
      new WireFormat(null, TimePrecision.ADAPTIVE, placeholder("__debezium_unavailable_value"));

  public WireFormat withTopicPrefix(String prefix) {
    return new WireFormat(prefix, times, unavailable);
  }

  public WireFormat withTimes(TimePrecision precision) {
    return new WireFormat(topicPrefix, precision, unavailable);
  }

  /** Takes the placeholder as the connector's configuration writes it, text or {@code hex:}. */
  public WireFormat withPlaceholder(String configured) {
    return new WireFormat(topicPrefix, times, placeholder(configured));
  }

  private static Bytes placeholder(String configured) {
    return Bytes.copyOf(
        configured.startsWith(HEX)
            ? HexFormat.of().parseHex(configured.substring(HEX.length()))
            : configured.getBytes(StandardCharsets.UTF_8));
  }
}
