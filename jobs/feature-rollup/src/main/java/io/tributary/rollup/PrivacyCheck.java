package io.tributary.rollup;

import io.tributary.config.PiiRule;
import io.tributary.config.PipelineConfig;
import io.tributary.config.TableConfig;
import io.tributary.config.binding.Violation;
import io.tributary.rollup.logic.Condition;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.Rollup;
import java.util.ArrayList;
import java.util.List;

/** Finds columns that a rollup reads and a privacy rule takes away before it can. */
final class PrivacyCheck {

  private final Rollup rollup;
  private final TableConfig table;
  private final List<Violation> violations = new ArrayList<>();

  private PrivacyCheck(Rollup rollup, TableConfig table) {
    this.rollup = rollup;
    this.table = table;
  }

  static List<Violation> violations(PipelineConfig config, Rollup rollup) {
    TableConfig table = config.tables().get(rollup.from());
    return table == null ? List.of() : new PrivacyCheck(rollup, table).violations();
  }

  private List<Violation> violations() {
    // A token is the same for the same value, so it can name an entity; what is masked cannot.
    rollup.entity().stream()
        .filter(column -> action(column) != PiiRule.Action.HMAC)
        .forEach(column -> check("entity", column));
    check("event-time", rollup.eventTime());
    for (Feature feature : rollup.features()) {
      String path = "features." + feature.name();
      if (feature.input() != null) {
        check(path, feature.input());
      }
      for (Condition condition : feature.where()) {
        check(path + ".where", condition.column());
      }
    }
    return List.copyOf(violations);
  }

  private void check(String path, String column) {
    PiiRule.Action action = action(column);
    if (action != PiiRule.Action.KEEP) {
      violations.add(
          new Violation(
              "rollups." + rollup.name() + "." + path,
              0,
              "column " + column + " does not arrive as it is: its pii rule is " + action,
              "keep the column, or use another"));
    }
  }

  private PiiRule.Action action(String column) {
    return table.pii().getOrDefault(column, PiiRule.KEEP).action();
  }
}
