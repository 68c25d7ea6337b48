package io.tributary.decode;

import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a connector is known to have written, as Kafka Connect stores it: every record that the
 * connector had made before it has been acknowledged by the brokers.
 *
 * <p>A record of Connect's topic of offsets has the key {@code ["app",{"server":"app"}]} and the
 * value {@code {"lsn_commit":24023119,"lsn":24023128,...}}.
 *
 * @param commitPosition the end of the last transaction that the connector had read whole
 * @param snapshotting whether it was still reading the tables
 */
public record ConnectorOffset(long commitPosition, boolean snapshotting) {

  /** Whether the key is that of a connector with this {@code topic.prefix}. */
  public static boolean belongsTo(String topicPrefix, byte @Nullable [] key) {
    if (key == null) {
      return false;
    }
    try {
      return Json.parse(key) instanceof List<?> names
          && names.size() == 2
          && names.get(1) instanceof Map<?, ?> source
          && topicPrefix.equals(source.get("server"));
    } catch (Undecodable notOfDebezium) {
      return false;
    }
  }

  /** Reads a value; null where it is a tombstone, or not of a PostgreSQL connector. */
  public static @Nullable ConnectorOffset parse(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      if (Json.parse(value) instanceof Map<?, ?> offset
          && offset.get("lsn_commit") instanceof Long commit) {
        Object snapshot = offset.get("snapshot");
        return new ConnectorOffset(commit, snapshot != null && !Boolean.FALSE.equals(snapshot));
      }
      return null;
    } catch (Undecodable notOfDebezium) {
      return null;
    }
  }
}
