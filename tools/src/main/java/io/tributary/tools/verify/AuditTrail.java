package io.tributary.tools.verify;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.ColumnType;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.lakehouse.AuditEntry;
import io.tributary.lakehouse.AuditReader;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The changes that the audit tables hold. */
public final class AuditTrail {

  private static final String UNKNOWN = "(unknown)";

  private final LakehouseConfig lakehouse;
  private final Map<TableId, TableDescription> tables;

  public AuditTrail(LakehouseConfig lakehouse, Map<TableId, TableDescription> tables) {
    this.lakehouse = lakehouse;
    this.tables = tables;
  }

  public void forEach(Consumer<AuditedChange> action) throws IOException {
    try (AuditReader reader = AuditReader.open(lakehouse)) {
      for (TableDescription table : tables.values()) {
        try (Stream<AuditEntry> entries = reader.entries(table.table())) {
          entries.forEach(entry -> action.accept(change(entry, table)));
        }
      }
    }
  }

  private static AuditedChange change(AuditEntry entry, TableDescription table) {
    return new AuditedChange(
        entry.table().toString(),
        entry.op().name(),
        entry.txId(),
        key(entry.key(), table),
        image("before", entry.before(), entry, table.columns()),
        image("after", entry.after(), entry, table.columns()));
  }

  private static String key(@Nullable Map<String, @Nullable String> key, TableDescription table) {
    StringJoiner joined = new StringJoiner("|");
    if (key != null) {
      table.key().forEach(column -> joined.add(String.valueOf(key.get(column))));
    }
    return joined.toString();
  }

  private static @Nullable Map<String, @Nullable String> image(
      String name,
      @Nullable Map<String, @Nullable String> stored,
      AuditEntry entry,
      RowSchema columns) {
    if (stored == null) {
      return null;
    }
    Map<String, @Nullable String> image = new TreeMap<>();
    for (RowSchema.Column column : columns.columns()) {
      String value = stored.get(column.name());
      if (value != null && column.type().kind() == ColumnType.Kind.JSON) {
        value = JsonbValues.normalized(value);
      }
      boolean unknown = entry.unknown().contains(name + "." + column.name());
      image.put(column.name(), unknown ? UNKNOWN : value);
    }
    return image;
  }
}
