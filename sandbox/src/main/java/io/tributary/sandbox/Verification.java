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

  Outcome run(@Nullable CacheFiller filler) throws Exception {
    List<Difference> differences = new ArrayList<>();
    Report.Features features = null;
    Report.Caches caches = null;
    Report.Audit audit = null;
    boolean ok = true;
    try (Connection connection = database.connect()) {
      if (!config.rollups().isEmpty() && redis != null) {
        FeatureVerifier.Result result =
            new FeatureVerifier(config, tables, redis, MOST_DIFFERENCES).verify(connection);
        features = new Report.Features(result.compared(), result.mismatched());
        ok = result.ok();
        differences.addAll(result.differences());
      }
      if (filler != null && redis != null) {
        CacheVerifier.Result result =
            new CacheVerifier(filler.truth(), redis).verify(connection, filler.keys());
        caches = new Report.Caches(result.compared(), result.stale());
        ok &= result.ok();
        differences.addAll(result.differences());
      }
      if (config.lakehouse() != null) {
        AuditVerifier.Result result =
            new AuditVerifier(
                    new DatabaseHistory(connection, tables)::forEach,
                    new AuditTrail(config.lakehouse(), tables)::forEach,
                    MOST_DIFFERENCES)
                .verify();
        audit =
            new Report.Audit(
                result.expected(), result.missing(), result.duplicated(), result.different());
        ok &= result.ok();
        differences.addAll(result.differences());
      }
    }
    return new Outcome(
        new Report.Verification(features, caches, audit),
        ok,
        differences.stream().limit(MOST_DIFFERENCES).toList());
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
