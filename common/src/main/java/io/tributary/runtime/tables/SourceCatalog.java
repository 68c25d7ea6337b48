package io.tributary.runtime.tables;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.TableConfig;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.schema.PostgresType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the pipeline's tables: from the database where the file names one, and from the
 * keys and columns that the file declares, which prevail. A table that neither knows is left out.
 */
public final class SourceCatalog {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 6;

  /** Something that a database knows. */
  @FunctionalInterface
  interface Question<T> {
    T ask(DatabaseConfig database) throws SQLException;
  }

  private SourceCatalog() {}

  /**
   * Describes the pipeline's tables and the heartbeat's. Tries for some fifteen seconds to reach
   * the database.
   *
   * @throws TypesUnavailableException if the database cannot be reached or refuses
   */
  public static Map<TableId, TableDescription> describe(PipelineConfig config) {
    Set<TableId> tables = new HashSet<>(config.tables().keySet());
    tables.add(TableId.HEARTBEAT);
    Map<TableId, TableDescription> described = new HashMap<>();
    if (config.database() != null) {
      described.putAll(ask(config.database(), it -> PostgresCatalog.read(it, tables)));
    }
    config.tables().keySet().forEach(table -> declare(config, described, table));
    return described;
  }

  private static void declare(
      PipelineConfig config, Map<TableId, TableDescription> described, TableId table) {
    TableDescription declared = declared(config, table, described.get(table));
    if (declared != null) {
      described.put(table, declared);
    }
  }

  /**
   * What is known of a table with what the file declares of it, which prevails.
   *
   * @return null where neither knows it
   */
  static @Nullable TableDescription declared(
      PipelineConfig config, TableId table, @Nullable TableDescription known) {
    TableConfig declared = config.tables().get(table);
    if (declared == null || declared.columns().isEmpty() && declared.key().isEmpty()) {
      return known;
    }
    TableDescription base =
        known == null ? new TableDescription(table, RowSchema.of(), List.of(), null) : known;
    return new TableDescription(
        table,
        merge(base.columns(), declared.columns()),
        declared.key().isEmpty() ? base.key() : declared.key(),
        base.fullIdentity(),
        merge(base.opaque(), declared.columns(), PostgresType::isOpaque),
        merge(base.structured(), declared.columns(), PostgresType::isStructured),
        merge(base.withoutPlaceholder(), declared.columns(), PostgresType::isWithoutPlaceholder),
        base.ofOlderRows());
  }

  private static Set<String> merge(
      Set<String> known, Map<String, String> declared, Predicate<String> ofType) {
    Set<String> merged = new HashSet<>(known);
    declared.forEach(
        (name, type) -> {
          merged.remove(name);
          if (ofType.test(type)) {
            merged.add(name);
          }
        });
    return merged;
  }

  private static RowSchema merge(RowSchema known, Map<String, String> declared) {
    List<RowSchema.Column> columns = new ArrayList<>();
    for (RowSchema.Column column : known.columns()) {
      String type = declared.get(column.name());
      columns.add(
          type == null
              ? column
              : new RowSchema.Column(column.name(), PostgresType.parse(type), column.attribute()));
    }
    declared.forEach(
        (name, type) -> {
          if (known.indexOf(name) < 0) {
            columns.add(new RowSchema.Column(name, PostgresType.parse(type)));
          }
        });
    return RowSchema.of(columns);
  }

  /**
   * Asks the database something, for some fifteen seconds as long as it cannot be reached.
   *
   * @throws TypesUnavailableException if it cannot be reached then, or refuses
   */
  static <T> T ask(DatabaseConfig database, Question<T> question) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return question.ask(database);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !canPass(e)) {
          throw unreadable(database, e);
        }
        pause(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  static TypesUnavailableException unreadable(DatabaseConfig database, SQLException e) {
    return new TypesUnavailableException(
        "cannot read the descriptions of the tables from %s as %s: %s; check `database` and that it is up"
            .formatted(database.url(), database.user(), e.getMessage()),
        e);
  }

  /** Connections that break or are refused, a server that starts or stops, too many clients. */
  private static boolean canPass(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.matches("(08|53|57P).*");
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the database", e);
    }
  }
}
