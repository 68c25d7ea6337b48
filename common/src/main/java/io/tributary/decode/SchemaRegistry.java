package io.tributary.decode;

import org.jspecify.annotations.Nullable;

/** Where the schemas are kept that Avro records name by number. */
@FunctionalInterface
public interface SchemaRegistry {

  /**
   * The text of an Avro schema, null where the registry has answered that it has none of that
   * number, or one of another kind. Waits for a registry that does not answer: that is no fault of
   * the record.
   */
  @Nullable String avroSchema(int id);
}
