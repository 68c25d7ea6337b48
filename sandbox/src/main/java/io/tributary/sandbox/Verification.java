package io.tributary.sandbox;

import io.tributary.config.PipelineConfig;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.redis.RedisConnection;
import io.tributary.tools.verify.AuditTrail;
import io.tributary.tools.verify.AuditVerifier;
import io.tributary.tools.verify.CacheVerifier;
import io.tributary.tools.verify.DatabaseHistory;
import io.tributary.tools.verify.Difference;
import io.tributary.tools.verify.FeatureVerifier;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares every derived store of the pipeline with the database, once all is quiet. */
final class Verification {

  static final int MOST_DIFFERENCES = 100;

  private final PipelineConfig config;
  private final SourceDatabase database;
  private final @Nullable RedisConnection redis;
  private final Map<TableId, TableDescription> tables;
  private final List<Difference> differences = new ArrayList<>();
  private boolean right = true;

  Verification(
      PipelineConfig config,
      SourceDatabase database,
      @Nullable RedisConnection redis,
      Map<TableId, TableDescription> tables) {
    this.config = config;
    this.database = database;
    this.redis = redis;
    this.tables = unprotected(tables, config);
  }

  /** The verdict, and the first hundred differences. */
  record Outcome(Report.Verification verdict, boolean ok, List<Difference> differences) {}

  /** To be called once. */
  Outcome run(@Nullable CacheFiller filler) throws Exception {
    try (Connection connection = database.connect()) {
      Report.Verification verdict =
          new Report.Verification(
              features(connection), caches(connection, filler), audit(connection));
      return new Outcome(verdict, right, differences.stream().limit(MOST_DIFFERENCES).toList());
    }
  }

  private Report.@Nullable Features features(Connection connection) throws Exception {
    if (config.rollups().isEmpty() || redis == null) {
      return null;
    }
    FeatureVerifier.Result result =
        new FeatureVerifier(config, tables, redis, MOST_DIFFERENCES).verify(connection);
    add(result.ok(), result.differences());
    return new Report.Features(result.compared(), result.mismatched());
  }

  private Report.@Nullable Caches caches(Connection connection, @Nullable CacheFiller filler)
      throws Exception {
    if (filler == null || redis == null) {
      return null;
    }
    CacheVerifier.Result result =
        new CacheVerifier(filler.truth(), redis).verify(connection, filler.keys());
    add(result.ok(), result.differences());
    return new Report.Caches(result.compared(), result.stale());
  }

  private Report.@Nullable Audit audit(Connection connection) throws Exception {
    if (config.lakehouse() == null) {
      return null;
    }
    AuditVerifier.Result result =
        new AuditVerifier(
                new DatabaseHistory(connection, tables)::forEach,
                new AuditTrail(config.lakehouse(), tables)::forEach,
                MOST_DIFFERENCES)
            .verify();
    add(result.ok(), result.differences());
    return new Report.Audit(
        result.expected(), result.missing(), result.duplicated(), result.different());
  }

  private void add(boolean ok, List<Difference> found) {
    right &= ok;
    differences.addAll(found);
  }

  /** The tables without their protected columns: what a rule protects is not there to compare. */
  private static Map<TableId, TableDescription> unprotected(
      Map<TableId, TableDescription> tables, PipelineConfig config) {
    Map<TableId, TableDescription> visible = new HashMap<>();
    tables.forEach(
        (id, table) -> {
          Set<String> rules = Objects.requireNonNull(config.tables().get(id)).pii().keySet();
          visible.put(
              id,
              new TableDescription(
                  id,
                  table.columns().keeping(column -> !rules.contains(column)),
                  table.key(),
                  table.fullIdentity()));
        });
    return visible;
  }
}
