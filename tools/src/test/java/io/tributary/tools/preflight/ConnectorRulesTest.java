package io.tributary.tools.preflight;

import static io.tributary.tools.preflight.PreflightRun.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.stack.DebeziumConnector;
import io.tributary.stack.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a connector's configuration. */
class ConnectorRulesTest {

  private static final Pattern PINNED = Pattern.compile("`([\\w.]+)=([\\w_]+)`");
  private static final Map<String, String> OTHERWISE =
      Map.of("true", "false", "false", "true", "adaptive", "connect", "bytes", "hex");

  @TempDir Path directory;

  @Test
  void findsNothingInWhatTheStackSets() throws IOException {
    assertThat(look(recommended().configuration())).isEmpty();
  }

  @Test
  void reportsEachSettingThatThePageSaysToPin() throws IOException {
    Path page = Path.of(System.getProperty("tributary.home"), "docs", "wire-formats.md");
    String table = Files.readString(page).split("## Settings to pin")[1].split("\n## ")[0];
    List<MatchResult> pinned = PINNED.matcher(table).results().toList();
    assertThat(pinned).hasSizeGreaterThan(8);
    List<String> unnoticed = new ArrayList<>();
    for (MatchResult each : pinned) {
      String other = OTHERWISE.getOrDefault(each.group(2), "other");
      List<String> found = look(recommended().with(each.group(1), other).configuration());
      if (found.stream().noneMatch(it -> it.contains(" connector " + each.group(1) + " "))) {
        unnoticed.add(each.group());
      }
    }
    assertThat(unnoticed).isEmpty();
  }

  @Test
  void reportsConvertersWhoseRecordsNobodyReads() throws IOException {
    String json = "org.apache.kafka.connect.json.JsonConverter";
    assertThat(
            look(
                recommended()
                    .with("key.converter", "org.apache.kafka.connect.storage.StringConverter")
                    .with("value.converter", "io.confluent.connect.avro.AvroConverter")
                    .configuration()))
        .containsExactly(
            "problem connector key.converter writes what no job can read",
            "problem connector value.converter writes Avro, whose schemas no job can find");
    assertThat(look(recommended().with("value.converter", "").configuration()))
        .containsExactly(
            "warning connector value.converter is the worker's, whose settings Connect does not show");
    assertThat(
            look(
                recommended()
                    .with("key.converter", json)
                    .with("key.converter.replace.null.with.default", "true")
                    .with("transforms", "flat")
                    .with("transforms.flat.type", "io.debezium.transforms.ExtractNewRecordState")
                    .configuration()))
        .containsExactly(
            "warning connector key.converter.replace.null.with.default is true: where a column has"
                + " a default, NULL is written as that",
            "problem connector transforms.flat.replace.null.with.default is true: where a column"
                + " has a default, NULL is written as that",
            "problem connector transforms flatten records");
  }

  @Test
  void reportsWhatConnectorsLeaveToDefaults() throws IOException {
    List<String> found =
        look(
            Map.of(
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "database.password", PreflightRun.SECRET,
                "topic.prefix", "other",
                "table.include.list", "public\\.t,public\\.u",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable", "false",
                "binary.handling.mode", "hex"));
    assertThat(found)
        .contains(
            "problem connector topic.prefix is other, and the pipeline takes it for app",
            "problem connector plugin.name is decoderbufs: the slot is of a plug-in that reads no"
                + " publication",
            "problem connector skipped.operations is t: TRUNCATE is not published",
            "problem connector event.converting.failure.handling.mode is warn: a value that cannot"
                + " be converted becomes NULL",
            "problem connector decimal.handling.mode is precise, and the pipeline takes it for"
                + " string",
            "problem connector heartbeat.action.query is missing",
            "problem connector table.include.list leaves out tributary.heartbeat")
        .noneMatch(it -> it.contains("leaves out public.t"));
  }

  private DebeziumConnector recommended() {
    return new DebeziumConnector(
            PostgresServer.in(directory), "app", "app", List.of("public.t", "tributary.heartbeat"))
        .heartbeat(Duration.ofSeconds(1), "INSERT INTO tributary.heartbeat VALUES (1)");
  }

  private List<String> look(Map<String, String> settings) throws IOException {
    Path file = Files.createTempFile(directory, "connector", ".json");
    new JsonMapper().writeValue(file.toFile(), Map.of("name", "app", "config", settings));
    return findings(
        """
        version: 1
        source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
        tables: { public.t: {} }
        """,
        "--only",
        "connector",
        "--connector",
        file.toString());
  }
}
