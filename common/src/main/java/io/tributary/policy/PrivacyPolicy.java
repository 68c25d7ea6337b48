package io.tributary.policy;

import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Protects change events: key, linked key and both images. It stands before the ledger, so that
 * neither state nor anything behind it holds a value in the clear. Not for use by several threads.
 */
public final class PrivacyPolicy {

  private static final ColumnRule KEEP = new ColumnRule.Keep();

  private final Map<TableId, Map<String, ColumnRule>> rules;
  private final ColumnNames names;
  private final Map<TableId, Map<RowSchema, ProtectedSchema>> schemas = new HashMap<>();

  /**
   * @param rules by table and column; a column without a rule is kept, unless it has one under
   *     another of its names
   */
  public PrivacyPolicy(Map<TableId, Map<String, ColumnRule>> rules, ColumnNames names) {
    this.rules = rules;
    this.names = names;
  }

  /** To be called when the names that columns have had may be more than before. */
  public void forgetNames() {
    schemas.clear();
  }

  /** The event with every column as its rule leaves it. */
  public ChangeEvent apply(ChangeEvent event) {
    if (rules.getOrDefault(event.table(), Map.of()).isEmpty()) {
      return event;
    }
    return new ChangeEvent(
        event.table(),
        event.op(),
        protect(event.table(), event.key()),
        protect(event.table(), event.before()),
        protect(event.table(), event.after()),
        protect(event.table(), event.linkedKey()),
        event.position(),
        event.txId(),
        event.snapshot(),
        event.committedAtMicros(),
        event.origin());
  }

  private @Nullable RowKey protect(TableId table, @Nullable RowKey key) {
    if (key == null) {
      return null;
    }
    return new RowKey(
        schema(table, key.columns().schema()).requireDistinct(table).apply(key.columns()));
  }

  private @Nullable RowImage protect(TableId table, @Nullable RowImage image) {
    return image == null ? null : schema(table, image.schema()).apply(image);
  }

  private ProtectedSchema schema(TableId table, RowSchema clear) {
    return schemas
        .computeIfAbsent(table, any -> new HashMap<>())
        .computeIfAbsent(clear, any -> ProtectedSchema.of(clear, column -> rule(table, column)));
  }

  /** The rule of the column's name, else of the last other name that has one. */
  private ColumnRule rule(TableId table, RowSchema.Column column) {
    Map<String, ColumnRule> byName = rules.getOrDefault(table, Map.of());
    ColumnRule rule = byName.get(column.name());
    if (rule != null || column.attribute() == 0) {
      return rule == null ? KEEP : rule;
    }
    ColumnRule last = KEEP;
    for (String name : names.of(table, column.attribute())) {
      last = byName.getOrDefault(name, last);
    }
    return last;
  }
}
