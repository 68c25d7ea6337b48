package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.util.Map;

/** The audit lakehouse. */
public record LakehouseConfig(
    @Doc(
            value =
                "Iceberg's own catalog properties; type (rest, jdbc, hadoop …) or catalog-impl"
                    + " says which catalog.",
            entry = "property",
            nonEmpty = true,
            foreign = true)
        Map<String, String> catalog,
    @Doc(value = "The record of every change.", byDefault = "{}") AuditConfig audit)
    implements Serializable, Checked {

  /** Copies the properties. */
  public LakehouseConfig {
    catalog = Immutable.copy(catalog);
  }

  @Override
  public void check(Place place) {
    if (catalog.containsKey("type") == catalog.containsKey("catalog-impl")) {
      place
          .at("catalog")
          .report(
              catalog.containsKey("type") ? "names two catalogs" : "does not say which catalog",
              "give either type (rest, jdbc, hadoop …) or catalog-impl");
    }
  }

  /** Names the catalog's properties only: values may be secret. */
  @Override
  public String toString() {
    return "LakehouseConfig[catalog=%s, audit=%s]".formatted(catalog.keySet(), audit);
  }
}
