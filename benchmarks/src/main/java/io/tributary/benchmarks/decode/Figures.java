package io.tributary.benchmarks.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a contender took for an event, round by round: nanoseconds of CPU, bytes allocated. */
final class Figures {

  private final List<Double> nanos = new ArrayList<>();
  private final List<Double> bytes = new ArrayList<>();

  void add(double nanosPerEvent, double bytesPerEvent) {
    nanos.add(nanosPerEvent);
    bytes.add(bytesPerEvent);
  }

  List<Double> nanos() {
    return nanos;
  }

  List<Double> bytes() {
    return bytes;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** The median of the ratios of each round. */
  static double ratio(List<Double> peer, List<Double> ours) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < peer.size(); i++) {
      ratios.add(peer.get(i) / ours.get(i));
    }
    return median(ratios);
  }

  double least() {
    return nanos.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }

  double most() {
    return nanos.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  List<String> cells() {
    return Stream.of(median(nanos), least(), most(), median(bytes))
        .map(figure -> String.format("%,.0f", figure))
        .toList();
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("unit", "CPU ns/event");
    map.put("median", Math.round(median(nanos)));
    map.put("min", Math.round(least()));
    map.put("max", Math.round(most()));
    map.put("bytesPerEvent", Math.round(median(bytes)));
    return map;
  }
}
