package io.tributary.benchmarks.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages a second over several runs, and the median of the CPU time of one, microseconds. */
public record Summary(long median, long min, long max, double cpuMicros) {

  public static Summary of(List<Run> runs) {
    List<Long> rates = runs.stream().map(Run::perSecond).sorted().toList();
    List<Double> cpu = runs.stream().map(Run::cpuMicros).sorted().toList();
    int middle = runs.size() / 2;
    return new Summary(
        rates.get(middle), rates.get(0), rates.get(rates.size() - 1), cpu.get(middle));
  }

  public List<String> cells() {
    return List.of(
        "%,d".formatted(median),
        "%,d".formatted(min),
        "%,d".formatted(max),
        "%.1f".formatted(cpuMicros));
  }

  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("unit", "messages/s");
    map.put("median", median);
    map.put("min", min);
    map.put("max", max);
    map.put("cpuMicrosPerMessage", Math.round(cpuMicros * 10) / 10.0);
    return map;
  }
}
