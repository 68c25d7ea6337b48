package io.tributary.lakehouse.logic;

import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The audit table of a source table: {@code public.user_profile} goes to the table {@code
 * user_profile} in the namespace {@code audit.public}. Schema and table stay apart, so that no two
 * source tables share an audit table whatever underscores and dots their names have.
 *
 * @param namespace the namespace's levels
 */
public record AuditRoute(List<String> namespace, String table) {

  public AuditRoute {
    namespace = List.copyOf(namespace);
  }

  /**
   * The route of a source table.
   *
   * @param root the namespace of all audit tables, its levels separated by dots: {@code audit}
   */
  public static AuditRoute of(String root, TableId source) {
    List<String> levels = new ArrayList<>(levels(root));
    levels.add(source.schema());
    return new AuditRoute(levels, source.table());
  }

  /** The levels of a namespace's name. */
  public static List<String> levels(String namespace) {
    return List.of(namespace.split("\\.", -1));
  }

  /** The source table that this is the audit of; empty where the root is not its namespace. */
  public Optional<TableId> source(String root) {
    List<String> parent = namespace.subList(0, Math.max(0, namespace.size() - 1));
    return parent.equals(levels(root))
        ? Optional.of(new TableId(namespace.get(parent.size()), table))
        : Optional.empty();
  }
}
