package io.tributary.decode.values;

import io.tributary.decode.wire.Undecodable;
import java.util.Map;

/** Parts of a Connect schema in the form of Connect's JSON converter. */
final class ConnectFields {

  private ConnectFields() {}

  static Map<?, ?> items(Map<?, ?> field) throws Undecodable {
    if (field.get("items") instanceof Map<?, ?> items) {
      return items;
    }
    throw Undecodable.missing("the schema of an array's items");
  }

  static int parameter(Map<?, ?> field, String name) throws Undecodable {
    int value = optionalParameter(field, name);
    if (value == 0 && !(field.get("parameters") instanceof Map)) {
      throw Undecodable.missing("the schema's parameter " + name);
    }
    return value;
  }

  static int optionalParameter(Map<?, ?> field, String name) throws Undecodable {
    Object value = field.get("parameters") instanceof Map<?, ?> all ? all.get(name) : null;
    return value == null ? 0 : (int) ScalarForms.integerOrText(value, -131_072, Integer.MAX_VALUE);
  }
}
