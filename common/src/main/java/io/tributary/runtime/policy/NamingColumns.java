package io.tributary.runtime.policy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The columns whose values name what state is kept under: those of primary keys, and the entities
 * of rollups. If such a column's rule changed under a job with state, each row would be a new one
 * beside its old self: counted twice, and deleted once. So a job remembers the rule with its state,
 * and does not start with another.
 *
 * <p>Each entry is a text such as {@code public.users.email=hmac k1}.
 */
final class NamingColumns {

  private final PolicyRules rules;
  private final HistoryNames names;
  private final Map<String, String> ruleByColumn = new TreeMap<>();
  private final Map<TableId, RowSchema> keysSeen = new HashMap<>();

  NamingColumns(PipelineConfig config, PolicyRules rules, HistoryNames names) {
    this.rules = rules;
    this.names = names;
    config
        .rollups()
        .values()
        .forEach(rollup -> rollup.entity().forEach(column -> add(rollup.from(), column)));
    config.tables().forEach((table, it) -> it.key().forEach(column -> add(table, column)));
  }

  /** Takes note of the key's columns of an event that no rule was applied to yet. */
  void see(ChangeEvent event) {
    RowKey key = event.key();
    if (key == null) {
      return;
    }
    @Nullable RowSchema seen = keysSeen.get(event.table());
    RowSchema schema = key.columns().schema();
    if (seen != schema) {
      keysSeen.put(event.table(), schema);
      schema.columns().forEach(column -> add(event.table(), column.name()));
    }
  }

  private void add(TableId table, String column) {
    ruleByColumn.putIfAbsent(table + "." + column, rule(table, column));
  }

  private String rule(TableId table, String column) {
    return rules.ofColumn(table, column, names.of(table, column));
  }

  Iterable<String> entries() {
    return ruleByColumn.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
        ::iterator;
  }

  /**
   * Takes over what the state remembers.
   *
   * @throws IllegalStateException if the file has another rule now
   */
  void restore(Iterable<String> entries) {
    for (String entry : entries) {
      int split = entry.lastIndexOf('=');
      String column = entry.substring(0, split);
      String then = entry.substring(split + 1);
      String now = now(column);
      if (!now.equals(then)) {
        throw new IllegalStateException(refusal(column, then, now));
      }
      ruleByColumn.put(column, then);
    }
  }

  /** A table's name may have dots, and so may a column's: the one that is configured counts. */
  private String now(String column) {
    String known = ruleByColumn.get(column);
    if (known != null) {
      return known;
    }
    for (int dot = column.lastIndexOf('.'); dot > 0; dot = column.lastIndexOf('.', dot - 1)) {
      String table = column.substring(0, dot);
      if (table.indexOf('.') > 0) {
        String rule = rule(TableId.parse(table), column.substring(dot + 1));
        if (!rule.equals("keep")) {
          return rule;
        }
      }
    }
    return "keep";
  }

  private static String refusal(String column, String then, String now) {
    String remedy =
        then.startsWith("hmac ")
            ? "write hmac: { key: %s } for it, or start".formatted(then.substring(5))
            : "write the former rule, or start";
    return "the state names rows or entities by %s under the pii rule \"%s\", and the pipeline now says \"%s\": %s without state and from a new snapshot (docs/privacy.md)"
        .formatted(column, then, now, remedy);
  }
}
