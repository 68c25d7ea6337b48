package io.tributary.runtime.direct;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.LoggerFactory;

/**
 * Silences those of the connector's loggers that write the password, or rows: the one with its
 * whole configuration at INFO, the others when a value cannot be converted or a record is unknown.
 */
final class SecretiveLogs {

  private static final List<String> PASSWORD =
      List.of(
          "org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresSourceFetchTaskContext",
          "org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceRecordEmitter");

  private static final List<String> ROWS =
      List.of(
          "io.debezium.relational.TableSchemaBuilder",
          "io.debezium.connector.postgresql.PostgresChangeRecordEmitter",
          "io.debezium.connector.postgresql.PostgresValueConverter",
          "io.debezium.jdbc.JdbcValueConverters");

  private SecretiveLogs() {}

  /**
   * Sets the loggers' levels where the logs are Log4j's, as they are in Flink.
   *
   * @throws IllegalStateException if a logger would still write what is nobody's business
   */
  static void silence() {
    try {
      PASSWORD.forEach(logger -> Configurator.setLevel(logger, Level.WARN));
      ROWS.forEach(logger -> Configurator.setLevel(logger, Level.OFF));
    } catch (LinkageError anotherBackend) {
      // What counts is whether they are silent, whoever saw to it.
    }
    PASSWORD.stream()
        .filter(logger -> LoggerFactory.getLogger(logger).isInfoEnabled())
        .forEach(SecretiveLogs::refuse);
    ROWS.stream()
        .filter(logger -> LoggerFactory.getLogger(logger).isErrorEnabled())
        .forEach(SecretiveLogs::refuse);
  }

  private static void refuse(String logger) {
    throw new IllegalStateException(
        "the logger %s writes the database's password or rows; turn it off in the logging configuration of Flink"
            .formatted(logger));
  }
}
