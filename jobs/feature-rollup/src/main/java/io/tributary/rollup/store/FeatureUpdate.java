package io.tributary.rollup.store;

import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.EntityState;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The features of one entity as they are from now on, all of them: a later update replaces an
 * earlier one whole. Updates of one entity follow each other in the order of their versions, but
 * after a restore come again from an earlier one on.
 *
 * @param rollup {@code user_engagement}
 * @param values as JSON by field, see {@link EntityState#values}; empty unless the change is {@code
 *     VALUES}
 */
@TypeInfo(FeatureUpdateSerializer.TypeFactory.class)
public record FeatureUpdate(
    String rollup,
    EntityKey entity,
    Change change,
    Map<String, String> values,
    FeatureVersion version)
    implements Serializable {

  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

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

  /** The database time of the values, as {@link #moment} has it. */
  public String updatedAt() {
    return moment(version.clock());
  }

  /** ISO-8601 with milliseconds always, so that moments compare as texts. */
  public static String moment(long millis) {
    return MOMENT.format(Instant.ofEpochMilli(millis));
  }

  /** The state's key, and the Redis key after its prefix: {@code user_engagement:42}. */
  public String key() {
    return rollup + ":" + entity.text();
  }

  /** How long its values are together. */
  long characters() {
    long characters = 0;
    for (String value : values.values()) {
      characters += value.length();
    }
    return characters;
  }

  /** How many values there are not because of their features' caps. */
  public long valuesBeyondCap() {
    String fields = values.get(EntityState.BEYOND_CAP);
    return fields == null ? 0 : fields.chars().filter(each -> each == ',').count() + 1;
  }

  /** Names the entity by nothing: an entity can be a person. */
  @Override
  public String toString() {
    return "FeatureUpdate[" + rollup + ", " + change + "]";
  }
}
