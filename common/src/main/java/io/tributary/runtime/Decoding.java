package io.tributary.runtime;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.TableDescriptions;
import io.tributary.decode.WireFormat;
import io.tributary.policy.PrivacyPolicy;

/** What a pipeline's jobs decode and protect records with, for tools that do so without a job. */
public final class Decoding {

  private Decoding() {}

  /** What the connector's configuration settles. */
  public static WireFormat format(PipelineConfig config) {
    return WireFormat.DEFAULT.withTopicPrefix(config.source().topicPrefix());
  }

  /**
   * What is known of the pipeline's tables.
   *
   * @throws TypesUnavailableException if the database that it names cannot be reached or refuses
   */
  public static TableDescriptions tables(PipelineConfig config) {
    if (config.database() == null) {
      return TableDescriptions.fixed(SourceCatalog.describe(config));
    }
    DatabaseDescriptions database = DatabaseDescriptions.connect(config.database());
    TableDescriptions declared = TableDescriptions.fixed(SourceCatalog.describe(config));
    return declared.otherwise(database);
  }

  public static PrivacyPolicy policy(PipelineConfig config) {
    return new PolicyRules(config).policy();
  }
}
