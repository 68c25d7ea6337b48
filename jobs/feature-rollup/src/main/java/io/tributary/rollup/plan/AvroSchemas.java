package io.tributary.rollup.plan;

import io.tributary.config.FeatureConfig;
import io.tributary.config.RollupConfig;
import io.tributary.event.ColumnType.Kind;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.FeatureWindow;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.RollupTypes;
import io.tributary.rollup.logic.aggregate.ValueType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Avro schemas of a rollup's topic, with the fields that its JSON has: {@code
 * features.user_engagement.Key}, {@code features.user_engagement.Value}.
 *
 * <p>Each feature can be null, which is its default: so features can be added and removed. The key
 * has no documentation, for whatever changes its schema changes the bytes of every key.
 */
public record AvroSchemas(Schema key, Schema value) implements Serializable {

  private static final Object NONE = JsonProperties.NULL_VALUE;

  /** The schemas of a rollup without a {@link #nameClash}. */
  public static AvroSchemas of(Rollup rollup, RollupConfig config, RollupTypes types) {
    String namespace = "features." + name(rollup.name());
    Schema key = entity("Key", namespace, config.entity(), types.entity());
    Schema entity = entity("Entity", namespace, config.entity(), types.entity());
    List<Schema.Field> all = new ArrayList<>();
    all.add(new Schema.Field("rollup", Schema.create(Schema.Type.STRING)));
    all.add(new Schema.Field("entity", entity));
    all.add(new Schema.Field("features", features(namespace, rollup, config, types)));
    all.add(
        new Schema.Field(
            "beyond_cap",
            Schema.createArray(Schema.create(Schema.Type.STRING)),
            "Features that have a value which is not known, or which their type does not hold.",
            List.of()));
    Schema millis = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
    all.add(new Schema.Field("updated_at", millis, "The database time of the values."));
    all.add(new Schema.Field("version", Schema.create(Schema.Type.STRING)));
    String doc =
        config.description() == null ? "Features of " + config.from() : config.description();
    return new AvroSchemas(key, Schema.createRecord("Value", doc, namespace, false, all));
  }

  /** The name that two of the entity's columns would have. */
  static Optional<String> nameClash(Rollup rollup) {
    Set<String> names = new HashSet<>();
    return rollup.entity().stream()
        .map(AvroSchemas::name)
        .filter(name -> !names.add(name))
        .findFirst();
  }

  private static Schema entity(
      String record, String namespace, List<String> columns, List<Kind> kinds) {
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      fields.add(new Schema.Field(name(columns.get(i)), scalar(kinds.get(i))));
    }
    return Schema.createRecord(record, null, namespace, false, fields);
  }

  private static Schema features(
      String namespace, Rollup rollup, RollupConfig config, RollupTypes types) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Feature feature : rollup.features()) {
      FeatureConfig described = config.features().get(feature.name());
      String doc = described == null ? null : described.options().description();
      for (FeatureWindow window : feature.windows()) {
        String field = feature.field(window);
        ValueType type = Objects.requireNonNull(types.values().get(field));
        fields.add(new Schema.Field(field, optional(schema(type)), doc, NONE));
      }
    }
    return Schema.createRecord("Features", null, namespace, false, fields);
  }

  private static Schema schema(ValueType type) {
    Schema one = scalar(type.kind());
    // A list of rows' values can hold NULLs.
    return type.isList() ? Schema.createArray(optional(one)) : one;
  }

  private static Schema optional(Schema schema) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
  }

  /** Exact decimals and times are texts as in Redis: Avro's own have bounds, and no infinities. */
  private static Schema scalar(Kind kind) {
    return Schema.create(
        switch (kind) {
          case BOOLEAN -> Schema.Type.BOOLEAN;
          case SMALLINT, INTEGER, BIGINT -> Schema.Type.LONG;
          case REAL, DOUBLE -> Schema.Type.DOUBLE;
          default -> Schema.Type.STRING;
        });
  }

  /** Letters, digits and underscores: {@code page_type} for {@code page.type}. */
  private static String name(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    return Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
  }
}
