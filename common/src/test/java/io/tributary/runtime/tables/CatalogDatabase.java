package io.tributary.runtime.tables;

import io.tributary.config.PipelineConfig;
import io.tributary.testing.ClassFixture;
import io.tributary.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.SQLException;

/** A database for the tests of a class, and pipelines that name it. */
public final class CatalogDatabase extends ClassFixture {

  private final TestPostgres postgres = new TestPostgres();

  @Override
  protected void start(Path directory) {
    postgres.start(directory);
  }

  @Override
  protected void stop() {
    postgres.stop();
  }

  public void execute(String... statements) throws SQLException {
    postgres.execute(statements);
  }

  /**
   * @param tables YAML: {@code public.orders: {}}
   */
  public PipelineConfig pipeline(String tables) {
    return pipeline(TestPostgres.DATABASE, tables);
  }

  public PipelineConfig pipeline(String database, String tables) {
    return PipelineConfig.parse(
        """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        database: %s
        tables:
          %s
        """
            .formatted(postgres.yaml(database), tables));
  }
}
