package io.tributary.tools.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.RawRecord;
import io.tributary.stack.DebeziumConnector;
import io.tributary.testing.TestCapture;
import io.tributary.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A database whose tables a connector in each {@link ConnectorMode} captures. */
final class CapturedDatabase {

  private final TestCapture capture;
  private final Path directory;

  /** Pipelines are written to the directory. */
  CapturedDatabase(TestCapture capture, Path directory) {
    this.capture = capture;
    this.directory = directory;
  }

  Connection connect() throws SQLException {
    return capture.postgres().connect();
  }

  void execute(String sql) throws SQLException {
    capture.postgres().execute(sql);
  }

  /** Starts a connector through the publication {@code tributary}. */
  void capture(ConnectorMode mode, List<String> tables) {
    capture(mode, tables, Map.of());
  }

  /** The same with more settings than the mode's. */
  void capture(ConnectorMode mode, List<String> tables, Map<String, String> more) {
    DebeziumConnector connector =
        new DebeziumConnector(
                capture.postgres().server(), TestPostgres.DATABASE, mode.prefix(), tables)
            .slot(mode.prefix(), "tributary")
            .partitions(1);
    mode.settings().forEach(connector::with);
    more.forEach(connector::with);
    capture.capture(mode.prefix(), connector);
  }

  void awaitRecords(ConnectorMode mode, String table, int count) {
    capture.awaitRecords(mode.prefix(), topic(mode, table), count);
  }

  private static String topic(ConnectorMode mode, String table) {
    return mode.prefix() + ".public." + table;
  }

  /** What the command prints of a table's records. */
  List<String> decode(ConnectorMode mode, String table, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--pipeline", pipeline(mode).toString()));
    arguments.addAll(List.of(options));
    String lines =
        capture.records(topic(mode, table)).stream()
            .map(CapturedDatabase::line)
            .collect(Collectors.joining());
    Run run = Run.of(lines, arguments.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return run.lines();
  }

  private static String line(RawRecord record) {
    return Kcat.line(record.origin().topic(), text(record.key()), text(record.value()));
  }

  private static @Nullable String text(byte @Nullable [] utf8) {
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }

  private Path pipeline(ConnectorMode mode) throws IOException {
    return Files.writeString(
        directory.resolve(mode.prefix() + ".yaml"),
        """
        version: 1
        source:
          kafka: { bootstrap-servers: "%s", topic-prefix: %s, format: %s }
        database: %s
        tables:
          public.v: { columns: { price: "%s", prices: "%s[]" } }
          public.big: { columns: { prices: "%s[]" } }
          public.lost: {}
          public.near: {}
        """
            .formatted(
                capture.bootstrapServers(),
                mode.prefix(),
                mode.format(),
                capture.postgres().yaml(),
                mode.money(),
                mode.money(),
                mode.money()));
  }
}
