package io.tributary.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes that triggers recorded in {@code sandbox.history}. An update that changes the key is
 * recorded once there and is a delete and an insert everywhere else, so it is here, too.
 */
public final class DatabaseHistory {

  private static final int ROWS_A_FETCH = 2_000;

  private final Connection database;
  private final Map<TableId, TableDescription> tables;

  public DatabaseHistory(Connection database, Map<TableId, TableDescription> tables) {
    this.database = database;
    this.tables = tables;
  }

  public void forEach(Consumer<AuditedChange> action) throws SQLException, IOException {
    boolean autoCommit = database.getAutoCommit();
    // Without a transaction the driver would read the whole history into memory.
    database.setAutoCommit(false);
    try (Statement statement = database.createStatement()) {
      statement.setFetchSize(ROWS_A_FETCH);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT table_name, op, tx_id, before::text, after::text FROM sandbox.history"
                  + " ORDER BY id")) {
        while (rows.next()) {
          TableId table = TableId.parse(rows.getString(1));
          Long txId = rows.getObject(3, Long.class);
          emit(
              table,
              rows.getString(2),
              txId,
              image(table, rows.getString(4)),
              image(table, rows.getString(5)),
              action);
        }
      }
    } finally {
      database.rollback();
      database.setAutoCommit(autoCommit);
    }
  }

  private void emit(
      TableId table,
      String op,
      @Nullable Long txId,
      @Nullable Map<String, @Nullable String> before,
      @Nullable Map<String, @Nullable String> after,
      Consumer<AuditedChange> action) {
    String name = table.toString();
    String oldKey = key(table, before);
    String newKey = key(table, after);
    if (before != null && after != null && !oldKey.equals(newKey)) {
      action.accept(new AuditedChange(name, "DELETE", txId, oldKey, before, null));
      action.accept(new AuditedChange(name, "CREATE", txId, newKey, null, after));
    } else {
      action.accept(
          new AuditedChange(name, op, txId, after == null ? oldKey : newKey, before, after));
    }
  }

  private String key(TableId table, @Nullable Map<String, @Nullable String> image) {
    if (image == null) {
      return "";
    }
    StringJoiner key = new StringJoiner("|");
    Sql.describe(tables, table).key().forEach(column -> key.add(String.valueOf(image.get(column))));
    return key.toString();
  }

  private @Nullable Map<String, @Nullable String> image(TableId table, @Nullable String json)
      throws IOException {
    if (json == null) {
      return null;
    }
    JsonNode row = JsonbValues.JSON.readTree(json);
    Map<String, @Nullable String> image = new TreeMap<>();
    for (RowSchema.Column column : Sql.describe(tables, table).columns().columns()) {
      image.put(column.name(), JsonbValues.text(row.get(column.name()), column.type()));
    }
    return image;
  }
}
