package io.tributary.caching;

import io.tributary.caching.logic.InvalidationPlanner;
import io.tributary.caching.logic.InvalidationRule;
import io.tributary.caching.logic.KeyTemplate;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.Violation;
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

/** The {@code caches:} of a pipeline, checked against its tables as far as these are known. */
final class CacheRules {

  private final List<InvalidationRule> rules;
  private final Map<TableId, TableDescription> tables;

  private CacheRules(List<InvalidationRule> rules, Map<TableId, TableDescription> tables) {
    this.rules = rules;
    this.tables = tables;
  }

  /**
   * Compiles the rules.
   *
   * @param tables what is known of the source's tables; the rest shows as records come
   * @throws InvalidConfigException if there are no rules, or one names a column that its table
   *     lacks or that cannot stand in a key; lists all that is wrong
   */
  static CacheRules of(PipelineConfig config, Map<TableId, TableDescription> tables) {
    List<InvalidationRule> rules = new ArrayList<>();
    config
        .caches()
        .forEach(
            (name, cache) -> {
              List<KeyTemplate> keys = cache.keys().stream().map(KeyTemplate::parse).toList();
              rules.add(new InvalidationRule(name, cache.on(), keys));
            });
    // Without a database, a description holds what the file declares and may lack columns.
    ColumnChecks checks = new ColumnChecks(tables, config.database() != null);
    List<Violation> violations = checks.of(rules);
    if (!violations.isEmpty()) {
      throw new InvalidConfigException("pipeline.yaml", violations);
    }
    return new CacheRules(rules, tables);
  }

  /** The tables whose changes are needed. */
  Set<TableId> on() {
    return rules.stream().map(InvalidationRule::on).collect(Collectors.toUnmodifiableSet());
  }

  InvalidationPlanner planner() {
    return new InvalidationPlanner(rules);
  }

  /**
   * The transitions to plan for. A row keeps its primary key for life, so rules made of key columns
   * alone need no ledger to know the old image; and eviction is idempotent, so they need none to
   * drop replays.
   */
  DataStream<RowTransition> transitions(ChangeStream changes) {
    return needLedger()
        ? changes.transitions(columns())
        : changes.transitionsWithoutLedger(columns());
  }

  /** Whether a rule needs more than its table's known primary key. */
  boolean needLedger() {
    return !rules.stream().allMatch(rule -> primaryKey(rule.on()).containsAll(rule.columns()));
  }

  private Set<String> primaryKey(TableId table) {
    TableDescription description = tables.get(table);
    return description == null ? Set.of() : Set.copyOf(description.key());
  }

  /**
   * The columns that the rules are made of, by table; the primary key where keys name no column,
   * because no columns would stand for all of them.
   */
  Map<TableId, Set<String>> columns() {
    Map<TableId, Set<String>> columns = new HashMap<>();
    for (InvalidationRule rule : rules) {
      columns.computeIfAbsent(rule.on(), table -> new HashSet<>()).addAll(rule.columns());
    }
    columns.forEach((table, named) -> named.addAll(named.isEmpty() ? primaryKey(table) : Set.of()));
    return columns;
  }
}
