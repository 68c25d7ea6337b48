package io.tributary.tools.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.config.PipelineConfig;
import io.tributary.deadletter.ReplayHeaders;
import io.tributary.tools.dlq.Verdict.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code tributary dlq replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Gives refused records to the jobs again, in their original order.",
      "A record of whose row a newer change was taken is reported and left alone, and so is one that"
          + " was replayed since it was refused."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all that were pending have been replayed",
      "1:some have not",
      "2:usage or configuration",
      "3:Kafka cannot be reached, or refuses"
    })
final class DlqReplayCommand implements Callable<Integer> {

  private static final int MOST_SHOWN = 20;

  @Mixin DlqOptions options = new DlqOptions();
  @Mixin LetterFilter filter = new LetterFilter();

  @Option(names = "--dry-run", description = "Reports what would be done, and does nothing.")
  boolean dryRun;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = Rate.class,
      description = "Records a second at most (default: no limit).")
  int rate;

  @Option(
      names = "--force",
      description =
          "Replays also what is superseded, not checkpointed or expired, but nothing of a former"
              + " source.epoch. The jobs still keep the newer state of a row with a key, but an expired record can bring a row back.")
  boolean force;

  @Override
  public Integer call() {
    filter.check();
    return options.run(this::replay);
  }

  private int replay(PipelineConfig config, KafkaAccess kafka) {
    if (dryRun) {
      return report(plan(config, kafka));
    }
    String topic = ReplayHeaders.topic(config.deadLetters().topic());
    // Before anything is read: then no other replay can add what this one is about to.
    try (Replayer replayer = Replayer.open(kafka, topic, rate, this::progress)) {
      List<Verdict> verdicts = plan(config, kafka);
      List<Verdict> toWrite = toWrite(verdicts);
      if (!toWrite.isEmpty()) {
        replayer.write(toWrite);
      }
      return report(verdicts);
    } catch (Replayer.Overtaken e) {
      options.error("another replay has begun and goes on from here; this one writes nothing more");
      return DlqOptions.INCOMPLETE;
    }
  }

  private List<Verdict> plan(PipelineConfig config, KafkaAccess kafka) {
    DeadLetterBox box = DeadLetterBox.read(kafka, config.deadLetters().topic());
    List<Refused> selected = box.refused().stream().filter(filter::accepts).toList();
    return new ReplayPlan(kafka, box, config).of(selected);
  }

  private List<Verdict> toWrite(List<Verdict> verdicts) {
    return verdicts.stream().filter(it -> it.isToBeWritten(force)).toList();
  }

  private int report(List<Verdict> verdicts) {
    List<Verdict> left =
        verdicts.stream()
            .filter(it -> !it.isToBeWritten(force) && it.outcome() != Outcome.ALREADY_REPLAYED)
            .toList();
    report(verdicts, toWrite(verdicts).size(), left);
    return left.isEmpty() ? ExitCode.OK : DlqOptions.INCOMPLETE;
  }

  private void progress(int done) {
    options.err().println("replayed so far: " + done);
    options.err().flush();
  }

  private void report(List<Verdict> verdicts, int written, List<Verdict> left) {
    if (options.json) {
      options.out().println(json(verdicts, written));
      return;
    }
    options.out().println((dryRun ? "would replay: " : "replayed: ") + written);
    long before = verdicts.stream().filter(it -> it.outcome() == Outcome.ALREADY_REPLAYED).count();
    if (before > 0) {
      options.out().println("already replayed before: " + before);
    }
    if (!left.isEmpty()) {
      options.out().println("left alone: " + left.size());
      Listing listing = new Listing("ORIGIN", "OUTCOME", "WHY");
      left.stream()
          .limit(MOST_SHOWN)
          .forEach(it -> listing.row(it.refused().origin(), it.outcome().word(), it.why()));
      listing.lines().forEach(options.out()::println);
      if (left.size() > MOST_SHOWN) {
        options.out().println("… and " + (left.size() - MOST_SHOWN) + " more; see --json");
      }
    }
  }

  private ObjectNode json(List<Verdict> verdicts, int written) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("dryRun", dryRun).put("selected", verdicts.size()).put("written", written);
    ObjectNode outcomes = json.putObject("outcomes");
    ArrayNode records = json.putArray("records");
    for (Verdict verdict : verdicts) {
      counts.merge(verdict.outcome(), 1, Integer::sum);
      records
          .addObject()
          .put("origin", verdict.refused().origin().toString())
          .put("outcome", verdict.outcome().word())
          .put("written", verdict.isToBeWritten(force))
          .put("why", verdict.why());
    }
    counts.forEach((outcome, count) -> outcomes.put(outcome.word(), count));
    return json;
  }

  /** Reads {@code 100/s} or {@code 100}. */
  static final class Rate implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-9][0-9]{0,8}(/s)?")) {
        throw new TypeConversionException("'" + text + "' is not a rate: write 100/s");
      }
      return Integer.valueOf(text.replace("/s", ""));
    }
  }
}
