package io.tributary.config;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a row must meet to count: all of it.
 *
 * @param columns what is asked of columns, by their names or paths into json ones, {@code
 *     properties.page.type}
 * @param allOf each of which must hold; like the next two, empty where the file says nothing
 * @param anyOf of which at least one must hold
 * @param noneOf none of which may hold
 */
public record Filter(
    Map<String, ColumnTest> columns, List<Filter> allOf, List<Filter> anyOf, List<Filter> noneOf)
    implements Serializable {

  /** Every row. */
  public static final Filter NONE = new Filter(Map.of(), List.of(), List.of(), List.of());

  /** Copies map and lists. */
  public Filter {
    columns = Immutable.copy(columns);
    allOf = List.copyOf(allOf);
    anyOf = List.copyOf(anyOf);
    noneOf = List.copyOf(noneOf);
  }
}
