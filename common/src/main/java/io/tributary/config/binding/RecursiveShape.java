package io.tributary.config.binding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/** A shape that can hold itself, and so needs a name in JSON Schema. */
public interface RecursiveShape<T> extends Shape<T> {

  /** Its name among {@code $defs}. */
  String name();

  /**
   * Its definition there.
   *
   * @param schemas the schema of a shape inside of it; a reference where it is this one
   */
  ObjectNode schema(Function<Shape<?>, ObjectNode> schemas);
}
