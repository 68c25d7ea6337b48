package io.tributary.caching;

import io.tributary.caching.logic.ColumnText;
import io.tributary.caching.logic.InvalidationPlanner;
import io.tributary.caching.logic.InvalidationRule;
import io.tributary.caching.logic.KeyTemplate;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Nearest;
import io.tributary.config.binding.Violation;
import io.tributary.event.RowSchema;
import io.tributary.event.RowTransition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/** The {@code caches:} of a pipeline, checked against its tables as far as these are known. */
final class CacheRules {

  private final List<InvalidationRule> rules;
  private final Map<TableId, Set<String>> keyColumns;

  private CacheRules(List<InvalidationRule> rules, Map<TableId, Set<String>> keyColumns) {
    this.rules = rules;
    this.keyColumns = keyColumns;
  }

  /**
   * Compiles the rules.
   *
   * @param tables what is known of the source's tables; the rest is found out as records come
   * @throws InvalidConfigException if there are no rules, or one names a column that its table
   *     lacks or that cannot stand in a key
   */
  static CacheRules of(PipelineConfig config, Map<TableId, TableDescription> tables) {
    List<InvalidationRule> rules = new ArrayList<>();
    List<Violation> violations = new ArrayList<>();
    config
        .caches()
        .forEach(
            (name, cache) -> {
              List<KeyTemplate> keys = cache.keys().stream().map(KeyTemplate::parse).toList();
              rules.add(new InvalidationRule(name, cache.on(), keys));
              check("caches." + name, keys, tables.get(cache.on()), violations);
            });
    if (rules.isEmpty()) {
      violations.add(
          new Violation(
              "caches", 0, "is empty", "name a cache and its keys, or do not run this job"));
    }
    if (!violations.isEmpty()) {
      throw new InvalidConfigException("pipeline.yaml", violations);
    }
    return new CacheRules(rules, keyColumns(config, tables));
  }

  private static void check(
      String path,
      List<KeyTemplate> keys,
      @Nullable TableDescription table,
      List<Violation> violations) {
    if (table == null) {
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      for (String column : keys.get(i).columns()) {
        String at = path + ".keys[" + i + "]";
        check(at, column, table, violations);
      }
    }
  }

  private static void check(
      String at, String column, TableDescription table, List<Violation> violations) {
    int index = table.columns().indexOf(column);
    if (index < 0) {
      List<String> names = table.columns().columns().stream().map(RowSchema.Column::name).toList();
      String remedy =
          Nearest.to(column, names)
              .map(nearest -> "did you mean " + nearest + "?")
              .orElse("its columns are " + String.join(", ", names));
      violations.add(new Violation(at, 0, table.table() + " has no column " + column, remedy));
      return;
    }
    ColumnText.refusal(table.columns().column(index).type())
        .ifPresent(
            why ->
                violations.add(
                    new Violation(
                        at, 0, column + " cannot stand in a key: " + why, "use another column")));
  }

  private static Map<TableId, Set<String>> keyColumns(
      PipelineConfig config, Map<TableId, TableDescription> tables) {
    Map<TableId, Set<String>> keyColumns = new HashMap<>();
    config.tables().forEach((table, declared) -> keyColumns.put(table, Set.copyOf(declared.key())));
    tables.forEach(
        (table, described) ->
            keyColumns.merge(table, Set.copyOf(described.key()), CacheRules::firstKnown));
    return keyColumns;
  }

  private static Set<String> firstKnown(Set<String> declared, Set<String> described) {
    return declared.isEmpty() ? described : declared;
  }

  /** The tables whose changes are needed. */
  Set<TableId> tables() {
    return rules.stream().map(InvalidationRule::on).collect(Collectors.toUnmodifiableSet());
  }

  InvalidationPlanner planner() {
    return new InvalidationPlanner(rules);
  }

  /**
   * The transitions to plan for. A row keeps its primary key for life, so rules made of key columns
   * alone need no ledger to know the old image, and eviction is idempotent, so they need none to
   * drop replays.
   */
  DataStream<RowTransition> transitions(ChangeStream changes) {
    return needLedger() ? changes.transitions(columns()) : changes.transitionsWithoutLedger();
  }

  /** Whether a rule needs more than its table's known primary key. */
  boolean needLedger() {
    return !rules.stream()
        .allMatch(rule -> keyColumns.getOrDefault(rule.on(), Set.of()).containsAll(rule.columns()));
  }

  /** The columns that the rules are made of, by table. */
  Map<TableId, Set<String>> columns() {
    Map<TableId, Set<String>> columns = new HashMap<>();
    for (InvalidationRule rule : rules) {
      columns.computeIfAbsent(rule.on(), table -> new HashSet<>()).addAll(rule.columns());
    }
    return columns;
  }
}
