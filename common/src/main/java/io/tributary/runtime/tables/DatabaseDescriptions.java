package io.tributary.runtime.tables;

import io.tributary.config.DatabaseConfig;
import io.tributary.decode.TableDescriptions;
import io.tributary.event.SourcePosition;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes whatever table is asked for as the database has it now, once; a table that it does not
 * have is unknown. For tools: it does not wait for a database that is down.
 */
public final class DatabaseDescriptions implements TableDescriptions {

  private final DatabaseConfig database;
  private final Map<TableId, Optional<TableDescription>> known = new HashMap<>();

  private DatabaseDescriptions(DatabaseConfig database) {
    this.database = database;
  }

  /**
   * Descriptions from a database, which has been reached.
   *
   * @throws TypesUnavailableException if it cannot be reached or refuses, then or later
   */
  public static DatabaseDescriptions connect(DatabaseConfig database) {
    DatabaseDescriptions descriptions = new DatabaseDescriptions(database);
    descriptions.read(Set.of());
    return descriptions;
  }

  @Override
  public @Nullable TableDescription at(TableId table, SourcePosition position) {
    return known.computeIfAbsent(table, any -> described(table)).orElse(null);
  }

  private Optional<TableDescription> described(TableId table) {
    return Optional.ofNullable(read(Set.of(table)).get(table)).map(TableDescription::forOlderRows);
  }

  private Map<TableId, TableDescription> read(Set<TableId> tables) {
    try {
      return PostgresCatalog.read(database, tables);
    } catch (SQLException e) {
      throw SourceCatalog.unreadable(database, e);
    }
  }
}
