package io.tributary.rollup;

import io.tributary.rollup.logic.EntityKey;
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
record FeatureUpdate(
    String rollup,
    EntityKey entity,
    Change change,
    Map<String, String> values,
    FeatureVersion version)
    implements Serializable {

  /** What has become of the entity. */
  enum Change {
    /** It has these values. */
    VALUES,
    /** No row counts for it any more. */
    GONE,
    /**
     * It has been gone for so long that its number of contributions is no longer kept. Its next
     * value, if there ever is one, counts from the start, so the last version must not stay.
     */
    FORGOTTEN
  }

  FeatureUpdate {
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
