package io.tributary.runtime.decoding;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.wire.WireFormat;
import io.tributary.schema.HistoryScripts;
import io.tributary.stack.DebeziumConnector;
import io.tributary.testing.TestCapture;
import io.tributary.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The table {@code public.t} of a database that reports its DDL, and the connector that captures
 * it. The test creates the table, and publishes it in {@code tributary}.
 */
final class CapturedTable {

  static final String CONNECTOR = "app";
  static final String TOPIC = "app.public.t";

  private final TestCapture capture;

  CapturedTable(TestCapture capture) {
    this.capture = capture;
  }

  /** Lets the database report its DDL. */
  void install() throws SQLException {
    capture.postgres().execute("CREATE PUBLICATION tributary");
    capture.postgres().execute(HistoryScripts.functions("tributary"));
    capture.postgres().execute(HistoryScripts.triggers());
  }

  /** Starts the connector, from where it was if there was one. */
  void capture(int partitions) {
    capture.capture(
        CONNECTOR,
        new DebeziumConnector(
                capture.postgres().server(), TestPostgres.DATABASE, CONNECTOR, List.of("public.t"))
            .partitions(partitions)
            .heartbeat(Duration.ofMillis(500), "SELECT 1"));
  }

  /** Takes the connector away; its slot stays. */
  void leave() {
    capture.connect().delete(CONNECTOR);
  }

  /** A pipeline that knows of the history and of no catalog. */
  PipelineConfig pipeline() {
    return PipelineConfig.parse(
        """
        version: 1
        source: { kafka: { bootstrap-servers: "%s", topic-prefix: %s } }
        tables: { public.t: {} }
        """
            .formatted(capture.bootstrapServers(), CONNECTOR));
  }

  DescribedDecoder decoder(Runnable onWait) throws InterruptedException {
    PipelineConfig config = pipeline();
    WireFormat format = WireFormat.DEFAULT.withTopicPrefix(CONNECTOR);
    return DescribedDecoder.open(
        config, config.source().kafka(), tables -> ChangeEventDecoder.of(tables, format), onWait);
  }
}
