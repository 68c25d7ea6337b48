package io.tributary.sandbox;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;

/** The line that a running sandbox shows: what was committed, and how far each job has come. */
final class Status {

  private final CatchUp catchUp;
  private final DeadLetterCount deadLetters;
  private final Jobs jobs;
  private final Map<String, LagProbe> probes;

  Status(CatchUp catchUp, DeadLetterCount deadLetters, Jobs jobs, Map<String, LagProbe> probes) {
    this.catchUp = catchUp;
    this.deadLetters = deadLetters;
    this.jobs = jobs;
    this.probes = probes;
  }

  String line(long seconds, long committed, double rate)
      throws ExecutionException, InterruptedException {
    StringJoiner line = new StringJoiner(" | ");
    line.add(String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60));
    line.add(String.format(Locale.ROOT, "committed %,d (%,.0f/s)", committed, rate));
    Map<String, CatchUp.Progress> progress = catchUp.progress();
    progress.forEach((job, reached) -> line.add(job + " " + consumed(job, reached)));
    line.add("dead letters " + deadLetters.read());
    line.add(
        "checkpoints " + jobs.checkpoints().values().stream().mapToLong(Long::longValue).sum());
    return line.toString();
  }

  private String consumed(String job, CatchUp.Progress reached) {
    String text = String.format(Locale.ROOT, "%,d", reached.consumed());
    LagProbe probe = probes.get(job);
    Long lag = probe == null ? null : probe.samples().last();
    return lag == null ? text : text + " (lag " + lag + " ms)";
  }
}
