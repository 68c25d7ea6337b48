package io.tributary.caching.logic;

import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that a change makes stale: those of the old row and those of the new one. An
 * insert's too, because an application may have cached that there is no such row; an update's also
 * where it changes no column of the key, because what is cached is the rest of the row.
 */
public final class InvalidationPlanner implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Map<TableId, ArrayList<InvalidationRule>> rules = new HashMap<>();

  public InvalidationPlanner(List<InvalidationRule> rules) {
    for (InvalidationRule rule : rules) {
      this.rules.computeIfAbsent(rule.on(), table -> new ArrayList<>()).add(rule);
    }
  }

  /** The keys of both images under all rules on the row's table. */
  public InvalidationPlan plan(RowTransition transition) {
    Draft draft = new Draft();
    for (InvalidationRule rule : rulesOn(transition.table())) {
      for (KeyTemplate template : rule.keys()) {
        if (template.columns().isEmpty()) {
          draft.keys.add(template.literals().get(0));
        } else {
          draft.addBoth(rule, template, transition);
        }
      }
    }
    return new InvalidationPlan(draft.keys, draft.withoutKey, draft.gaps);
  }

  private List<InvalidationRule> rulesOn(TableId table) {
    List<InvalidationRule> found = rules.get(table);
    return found == null ? List.of() : found;
  }

  private static final class Draft {

    private final Set<String> keys = new LinkedHashSet<>();
    private final List<Gap> gaps = new ArrayList<>();
    private int withoutKey;

    private void addBoth(InvalidationRule rule, KeyTemplate template, RowTransition transition) {
      RowImage old = oldRow(transition);
      if (old != null) {
        add(rule, template, "old", old);
      } else if (changesAnExistingRow(transition)) {
        gap(rule, template, "old", Gap.Code.CACHE_OLD_ROW_UNKNOWN, "");
      }
      if (transition.after() != null) {
        add(rule, template, "new", transition.after());
      }
    }

    /** A row keeps its primary key through an update, so the key says as much about the old row. */
    private static @Nullable RowImage oldRow(RowTransition transition) {
      RowKey key = transition.key();
      if (transition.before() != null || key == null || !changesAnExistingRow(transition)) {
        return transition.before();
      }
      return key.columns();
    }

    private static boolean changesAnExistingRow(RowTransition transition) {
      return transition.op() != Op.CREATE && transition.op() != Op.READ;
    }

    private void add(InvalidationRule rule, KeyTemplate template, String which, RowImage row) {
      CacheKey key = template.keyOf(row);
      if (key instanceof CacheKey.Known known) {
        keys.add(known.text());
      } else if (key instanceof CacheKey.Unknown unknown) {
        gap(rule, template, which, unknown.code(), "column " + unknown.column() + ", which ");
      } else {
        withoutKey++;
      }
    }

    private void gap(
        InvalidationRule rule, KeyTemplate template, String which, Gap.Code code, String what) {
      String key = "cache " + rule.name() + ": " + template + " of the " + which + " row ";
      String needs = what.isEmpty() ? "" : "needs " + what;
      gaps.add(new Gap(code, key + needs + code.why()));
    }
  }
}
