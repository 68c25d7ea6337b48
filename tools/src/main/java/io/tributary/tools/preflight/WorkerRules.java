package io.tributary.tools.preflight;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a worker says of a connector: whether it runs, of which build it is, and for which Kafka.
 */
record WorkerRules(ConnectRest connect, Findings findings) {

  private static final String REPAIRED = "-tributary";

  void look(ConnectorSettings settings) throws Unreachable {
    state(connect.ofConnector("/status"));
    String plugin = settings.get("connector.class", "");
    for (JsonNode each : connect.ofWorker("/connector-plugins")) {
      if (each.path("class").asText().equals(plugin)) {
        version(each.path("version").asText());
      }
    }
  }

  /** The cluster that the worker writes to; empty where it does not say. */
  String cluster() throws Unreachable {
    return connect.ofWorker("/").path("kafka_cluster_id").asText("");
  }

  private void state(JsonNode status) {
    String state = status.at("/connector/state").asText();
    JsonNode tasks = status.path("tasks");
    boolean hasFailed = state.equals("FAILED");
    for (JsonNode task : tasks) {
      hasFailed |= task.path("state").asText().equals("FAILED");
    }
    if (hasFailed) {
      findings.problem(
          "connector",
          "has failed",
          "see why at %1$s/status, fix that, and POST %1$s/restart?includeTasks=true"
              .formatted(connect.url()));
    } else if (!state.equals("RUNNING")) {
      findings.warning(
          "connector",
          "does not run: it is " + state,
          "PUT %s/resume, unless that is wanted".formatted(connect.url()));
    } else if (tasks.isEmpty()) {
      findings.warning(
          "connector", "has no task", "see %s/status again in a moment".formatted(connect.url()));
    }
  }

  private void version(String version) {
    if (!version.endsWith(REPAIRED)) {
      findings.warning(
          "connector",
          "is Debezium %s without dbz-repair: some values and snapshot rows are wrong, and nothing"
                  .formatted(version)
              + " shows it",
          "put dbz-repair.jar beside Debezium's; see docs/schema-history.md");
    }
  }
}
