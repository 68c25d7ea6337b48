package io.tributary.rollup;

import io.tributary.rollup.logic.EntityKey;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The features of one entity as they are from now on, all of them: a later update replaces an
 * earlier one whole. Updates of one entity follow each other in the order of their versions, but
 * after a restore come again from an earlier one on.
 *
 * @param rollup {@code user_engagement}
 * @param values by field, in the definition's order; empty unless the change is {@code VALUES}
 */
@TypeInfo(FeatureUpdateSerializer.TypeFactory.class)
public record FeatureUpdate(
    String rollup,
    EntityKey entity,
    Change change,
    Map<String, String> values,
    FeatureVersion version)
    implements Serializable {

  /** What has become of the entity. */
  public enum Change {
    /** It has these values. */
    VALUES(1),
    /** No row counts for it any more. */
    GONE(2),
    /**
     * It has been gone for so long that its number of contributions is no longer kept. Its next
     * value, if there ever is one, counts from the start, so the last version must not stay.
     */
    FORGOTTEN(3);

    private final int tag;

    Change(int tag) {
      this.tag = tag;
    }

    int tag() {
      return tag;
    }

    static Change ofTag(int tag) throws IOException {
      return switch (tag) {
        case 1 -> VALUES;
        case 2 -> GONE;
        case 3 -> FORGOTTEN;
        default -> throw new IOException("no change has the tag " + tag);
      };
    }
  }

  public FeatureUpdate {
    values = Collections.unmodifiableMap(values);
  }

  /** The state's key, and the Redis key after its prefix: {@code user_engagement:42}. */
  String key() {
    return rollup + ":" + entity.text();
  }

  /** Names the entity by nothing: an entity can be a person. */
  @Override
  public String toString() {
    return "FeatureUpdate[" + rollup + ", " + change + "]";
  }
}
