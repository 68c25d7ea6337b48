package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** What neither the records nor the database say about a table, and what to protect in it. */
public record TableConfig(
    @Doc(
            value = "Primary key columns; only where the record key does not name them.",
            byDefault = "[]")
        List<String> key,
    @Doc(
            value =
                "PostgreSQL types of columns, such as numeric(12,2); only where neither records, schema"
                    + " history nor database give them. For a composite type, or"
                    + " another that Debezium does not know: opaque.",
            byDefault = "{}",
            entry = "column")
        Map<String, String> columns,
    @Doc(
            value =
                "How to protect columns that hold personal data: keep, drop, hmac (a keyed token)"
                    + " or mask.",
            byDefault = "{}",
            entry = "column")
        Map<String, PiiRule> pii)
    implements Serializable, Checked {

  /** Copies list and maps. */
  public TableConfig {
    key = List.copyOf(key);
    columns = Immutable.copy(columns);
    pii = Immutable.copy(pii);
  }

  @Override
  public void check(Place place) {
    Place types = place.at("columns");
    for (String column : columns.keySet()) {
      Place type = types.at(column);
      if (!(type.node().value() instanceof String name) || !name.matches("[\\p{L}_\"].*")) {
        type.report(
            type.node().shown() + " is not the name of a type",
            "write one of PostgreSQL's, such as bigint");
      }
    }
    for (String column : key) {
      PiiRule rule = pii.getOrDefault(column, PiiRule.KEEP);
      if (rule.action() == PiiRule.Action.DROP || rule.action() == PiiRule.Action.MASK) {
        place
            .at("pii")
            .at(column)
            .report("would make rows with different keys the same", "use hmac for a key column");
      }
    }
  }
}
