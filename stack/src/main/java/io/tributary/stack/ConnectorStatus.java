package io.tributary.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What Connect says about a connector.
 *
 * @param state of the connector itself, for example {@code RUNNING}, {@code PAUSED}
 * @param taskStates of its tasks; empty while none has been started
 * @param error the first failed part's stack trace, empty if none failed
 */
public record ConnectorStatus(String state, List<String> taskStates, String error) {
  static final ConnectorStatus UNKNOWN = new ConnectorStatus("UNKNOWN", List.of(), "");

  private static final String RUNNING = "RUNNING";
  private static final String FAILED = "FAILED";

  public ConnectorStatus {
    taskStates = List.copyOf(taskStates);
  }

  static ConnectorStatus of(JsonNode answer) {
    JsonNode connector = answer.path("connector");
    List<JsonNode> tasks = StreamSupport.stream(answer.path("tasks").spliterator(), false).toList();
    String error =
        Stream.concat(Stream.of(connector), tasks.stream())
            .map(part -> part.path("trace").asText())
            .filter(trace -> !trace.isEmpty())
            .findFirst()
            .orElse("");
    List<String> states = tasks.stream().map(task -> task.path("state").asText()).toList();
    return new ConnectorStatus(connector.path("state").asText(), states, error);
  }

  boolean isRunning() {
    return state.equals(RUNNING)
        && !taskStates.isEmpty()
        && taskStates.stream().allMatch(RUNNING::equals);
  }

  public boolean hasFailed() {
    return state.equals(FAILED) || taskStates.contains(FAILED);
  }
}
