package io.tributary.benchmarks.decode;

import com.sun.management.ThreadMXBean;
import io.tributary.benchmarks.process.Report;
import io.tributary.event.RawRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code benchmarks/run decode [--quick]}: the same messages, with and without a schema, decoded by
 * each contender in turn; what they tell of a message is compared first. Prints a table and writes
 * {@code benchmarks/target/decode.json}.
 */
public final class DecodeBenchmark {

  private static final int MESSAGES = 2_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps the work from being seen to be useless. */
  @SuppressWarnings("unused")
  private static volatile long sink;

  private record Entry(Contender contender, List<RawRecord> messages, Figures figures) {}

  private DecodeBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    boolean quick = List.of(arguments).contains("--quick");
    long seed = Long.getLong("seed", 20_260_228L);
    int rounds = quick ? 7 : 21;
    int passes = quick ? 10 : 30;
    Map<String, Entry> entries = entries(seed);
    for (Entry entry : entries.values()) {
      run(entry, passes * 6);
    }
    for (int round = 0; round < rounds; round++) {
      for (Entry entry : entries.values()) {
        measure(entry, passes);
      }
    }
    report(
        entries,
        ("%d messages of seed %d, %d bytes on average, %d with schema; %d passes to warm up, then"
                + " %d rounds in turn of %d passes; CPU time of the thread, garbage collection not"
                + " included.")
            .formatted(
                MESSAGES,
                seed,
                size(entries, "tributary"),
                size(entries, "tributaryWithSchema"),
                passes * 6,
                rounds,
                passes));
  }

  private static Map<String, Entry> entries(long seed) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (boolean withSchema : new boolean[] {false, true}) {
      String suffix = withSchema ? "WithSchema" : "";
      List<RawRecord> messages = Messages.of(seed, MESSAGES, withSchema);
      Map<String, Contender> contenders = contenders(withSchema);
      Agreement.check(contenders, messages);
      contenders.forEach(
          (name, contender) ->
              entries.put(name + suffix, new Entry(contender, messages, new Figures())));
    }
    return entries;
  }

  static Map<String, Contender> contenders(boolean withSchema) {
    Map<String, Contender> contenders = new LinkedHashMap<>();
    contenders.put("flinkDebeziumJson", new FlinkDebeziumJson(withSchema));
    contenders.put("jacksonTree", new JacksonTree(withSchema));
    contenders.put("jacksonStreaming", new JacksonStreaming());
    contenders.put("tributary", new Tributary());
    return contenders;
  }

  private static Entry entry(Map<String, Entry> entries, String name) {
    return Objects.requireNonNull(entries.get(name), name);
  }

  private static int size(Map<String, Entry> entries, String name) {
    return (int)
        entry(entries, name).messages().stream()
            .mapToInt(message -> message.value() == null ? 0 : message.value().length)
            .average()
            .orElse(0);
  }

  private static void run(Entry entry, int passes) throws IOException {
    long sum = 0;
    for (int pass = 0; pass < passes; pass++) {
      for (RawRecord message : entry.messages()) {
        sum += entry.contender().decode(message);
      }
    }
    sink = sum;
  }

  private static void measure(Entry entry, int passes) throws IOException {
    long thread = Thread.currentThread().getId();
    long bytes = THREADS.getThreadAllocatedBytes(thread);
    long nanos = THREADS.getCurrentThreadCpuTime();
    run(entry, passes);
    double events = (double) passes * entry.messages().size();
    double nanosPerEvent = (THREADS.getCurrentThreadCpuTime() - nanos) / events;
    entry.figures().add(nanosPerEvent, (THREADS.getThreadAllocatedBytes(thread) - bytes) / events);
  }

  private static void report(Map<String, Entry> entries, String what) throws IOException {
    Report report = new Report("decode");
    report.head(what, List.of("CPU ns/event", "min", "max", "bytes/event"));
    entries.forEach(
        (name, entry) -> report.contender(name, entry.figures().cells(), entry.figures().asMap()));
    Figures flink = entry(entries, "flinkDebeziumJson").figures();
    Figures ours = entry(entries, "tributary").figures();
    Figures flinkWithSchema = entry(entries, "flinkDebeziumJsonWithSchema").figures();
    Figures oursWithSchema = entry(entries, "tributaryWithSchema").figures();
    report.ratio("json", Figures.ratio(flink.nanos(), ours.nanos()));
    report.ratio("jsonWithSchema", Figures.ratio(flinkWithSchema.nanos(), oursWithSchema.nanos()));
    report.ratio("allocation", Figures.ratio(flink.bytes(), ours.bytes()));
    report.close();
  }
}
