package io.tributary.lakehouse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a row's typed columns cannot say, so that a null among them is a NULL and nothing else. */
final class Leftovers {

  private final List<String> unknown = new ArrayList<>();
  private final Map<String, String> untyped = new LinkedHashMap<>();

  void clear() {
    unknown.clear();
    untyped.clear();
  }

  /** Notes a column whose value nobody knows: {@code after.bio}. */
  void unknown(String column) {
    unknown.add(column);
  }

  /** Keeps the text of a value that its column cannot hold. */
  void untyped(String column, String text) {
    untyped.put(column, text);
  }

  @Nullable List<String> unknown() {
    return unknown.isEmpty() ? null : unknown;
  }

  @Nullable Map<String, String> untyped() {
    return untyped.isEmpty() ? null : untyped;
  }
}
