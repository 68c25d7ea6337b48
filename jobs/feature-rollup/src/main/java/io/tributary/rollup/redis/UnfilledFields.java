package io.tributary.rollup.redis;

import io.tributary.rollup.entities.Unfilled;
import io.tributary.rollup.logic.aggregate.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields of each rollup still lack rows, by the reports of all subtasks. */
final class UnfilledFields {

  private final List<Unfilled> reports = new ArrayList<>();

  void add(Unfilled unfilled) {
    reports.add(unfilled);
  }

  /**
   * The fields of a rollup that what is written by a moment can lack.
   *
   * @param time how far time has passed
   * @return null as long as some subtask has not reported
   */
  @Nullable Set<String> of(String rollup, long time) {
    Map<Integer, Unfilled> latest = new HashMap<>();
    for (Unfilled each : reports) {
      if (each.rollup().equals(rollup) && each.since() < time) {
        latest.put(each.subtask(), each);
      }
    }
    Set<String> fields = new LinkedHashSet<>();
    latest.values().forEach(each -> fields.addAll(each.fields()));
    boolean all = latest.values().stream().anyMatch(each -> each.subtasks() == latest.size());
    return all ? fields : null;
  }

  /** As a JSON list; empty if there are none. */
  static String text(Set<String> fields) {
    return fields.isEmpty() ? "" : Json.list(fields.stream().map(Json::quoted).toList());
  }
}
