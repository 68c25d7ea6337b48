package io.tributary.lakehouse;

import io.tributary.event.RowSchema;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** The mappings into one struct of a table; several where the source's columns have changed. */
final class ImageMappings {

  private final String path;
  private final Types.@Nullable StructType target;
  private final Map<RowSchema, ImageMapping> mappings = new HashMap<>();
  private @Nullable RowSchema latestSchema;
  private @Nullable ImageMapping latest;

  ImageMappings(String path, Types.@Nullable StructType target) {
    this.path = path;
    this.target = target;
  }

  /** The mapping of images of this schema; null where the struct is not wide enough for them. */
  @Nullable ImageMapping find(RowSchema schema) {
    // Images share their schemas, so that most of the time one comparison of references does it.
    if (latestSchema != null && latestSchema.equals(schema)) {
      return latest;
    }
    ImageMapping mapping = mappings.get(schema);
    if (mapping == null && target != null && AuditEvolution.covers(target, schema)) {
      mapping = new ImageMapping(path, schema, target);
      mappings.put(schema, mapping);
    }
    if (mapping != null) {
      latestSchema = schema;
      latest = mapping;
    }
    return mapping;
  }
}
