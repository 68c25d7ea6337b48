package io.tributary.runtime.tables;

import io.tributary.config.PipelineConfig;
import io.tributary.stack.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database for the tests of a class, and pipelines that name it. */
@SuppressWarnings("NullAway.Init") // JUnit calls beforeAll first.
public final class CatalogDatabase implements BeforeAllCallback, AfterAllCallback {

  private Path directory;
  private PostgresServer server;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    directory = Files.createTempDirectory("database");
    server = PostgresServer.in(directory);
    server.start();
    server.createDatabase("app");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    server.close();
    FileUtils.deleteDirectory(directory.toFile());
  }

  public void execute(String... statements) throws SQLException {
    server.execute("app", statements);
  }

  /**
   * @param tables YAML: {@code public.orders: {}}
   */
  public PipelineConfig pipeline(String tables) {
    return pipeline("app", tables);
  }

  public PipelineConfig pipeline(String database, String tables) {
    return PipelineConfig.parse(
        """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        database: { url: "%s", user: "%s", password: "%s" }
        tables:
          %s
        """
            .formatted(server.jdbcUrl(database), server.user(), server.password(), tables));
  }
}
