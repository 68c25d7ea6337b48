package io.tributary.runtime.decoding;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.decode.SchemaRegistry;
import io.tributary.decode.TableDescriptions;
import io.tributary.decode.wire.WireFormat;
import io.tributary.policy.PrivacyPolicy;
import io.tributary.registry.HttpSchemaRegistry;
import io.tributary.runtime.policy.PolicyRules;
import io.tributary.runtime.tables.DatabaseDescriptions;
import io.tributary.runtime.tables.KnownTables;
import io.tributary.runtime.tables.TypesUnavailableException;
import io.tributary.schema.SchemaHistory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a pipeline's jobs decode and protect records with, for tools that do so without a job. */
public final class Decoding {

  private Decoding() {}

  /** What the connector's configuration settles. */
  public static WireFormat format(PipelineConfig config) {
    return config.wireFormat();
  }

  /**
   * Where Avro records have their schemas, null where the pipeline has no registry.
   *
   * @param patience how long to wait for it, before {@link IllegalStateException}
   * @param onFailure called each time that it does not answer
   */
  public static @Nullable SchemaRegistry registry(
      @Nullable KafkaSourceConfig kafka, Duration patience, Runnable onFailure) {
    return kafka == null || kafka.schemaRegistry() == null
        ? null
        : new HttpSchemaRegistry(kafka.schemaRegistry(), patience, onFailure);
  }

  /**
   * What is known of the pipeline's tables: from the schema history, else from the database, and
   * from what the file declares, which prevails; of other tables what history and database say.
   *
   * @throws TypesUnavailableException if the database that it names cannot be reached or refuses
   */
  public static TableDescriptions tables(PipelineConfig config, SchemaHistory history) {
    if (config.database() == null) {
      return new KnownTables(config, () -> history, true);
    }
    DatabaseDescriptions database = DatabaseDescriptions.connect(config.database());
    return new KnownTables(config, () -> history, true).otherwise(database);
  }

  /** The rules of the pipeline's file; they follow columns that were renamed. */
  public static PrivacyPolicy policy(PipelineConfig config, SchemaHistory history) {
    return new PolicyRules(config).policy((table, attribute) -> history.namesOf(attribute));
  }
}
