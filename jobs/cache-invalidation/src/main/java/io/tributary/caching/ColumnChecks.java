package io.tributary.caching;

import io.tributary.caching.logic.ColumnText;
import io.tributary.caching.logic.InvalidationRule;
import io.tributary.caching.logic.KeyTemplate;
import io.tributary.config.binding.Nearest;
import io.tributary.config.binding.Violation;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the columns that rules name.
 *
 * @param tables what is known of the tables
 * @param complete whether a table that is known has no columns but those described
 */
record ColumnChecks(Map<TableId, TableDescription> tables, boolean complete) {

  List<Violation> of(List<InvalidationRule> rules) {
    List<Violation> violations = new ArrayList<>();
    if (rules.isEmpty()) {
      String remedy = "name a cache and its keys, or do not run this job";
      violations.add(new Violation("caches", 0, "is empty", remedy));
    }
    for (InvalidationRule rule : rules) {
      TableDescription table = tables.get(rule.on());
      if (table != null) {
        check(rule, table, violations);
      }
    }
    return violations;
  }

  private void check(InvalidationRule rule, TableDescription table, List<Violation> violations) {
    for (int i = 0; i < rule.keys().size(); i++) {
      KeyTemplate template = rule.keys().get(i);
      String path = "caches." + rule.name() + ".keys[" + i + "]";
      for (String column : template.columns()) {
        check(path, column, table, violations);
      }
    }
  }

  private void check(
      String path, String column, TableDescription table, List<Violation> violations) {
    RowSchema columns = table.columns();
    int index = columns.indexOf(column);
    if (index >= 0) {
      ColumnText.refusal(columns.column(index).type())
          .map(why -> column + " cannot stand in a key: " + why)
          .ifPresent(problem -> report(path, problem, "use another column", violations));
    } else if (complete) {
      List<String> names = columns.columns().stream().map(RowSchema.Column::name).toList();
      String remedy =
          Nearest.question(column, names, "its columns are " + String.join(", ", names));
      report(path, table.table() + " has no column " + column, remedy, violations);
    }
  }

  private static void report(
      String path, String problem, String remedy, List<Violation> violations) {
    violations.add(new Violation(path, 0, problem, remedy));
  }
}
