package io.tributary.tools.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code tributary dlq list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Counts dead letters by code and table, and lists the refused records.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed",
      "2:usage or configuration",
      "3:Kafka cannot be reached, or refuses"
    })
final class DlqListCommand implements Callable<Integer> {

  @Mixin DlqOptions options = new DlqOptions();
  @Mixin LetterFilter filter = new LetterFilter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many records to list, the latest (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Option(names = "--pending", description = "Only records that were not replayed since.")
  boolean pending;

  private record Group(String code, String stage, String table) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      return (code + "|" + stage + "|" + table)
          .compareTo(other.code + "|" + other.stage + "|" + other.table);
    }
  }

  @Override
  public Integer call() {
    filter.check();
    if (limit < 0) {
      throw new ParameterException(filter.spec.commandLine(), "--limit is a number from 0 on");
    }
    return options.run(this::list);
  }

  private int list(PipelineConfig config, KafkaAccess kafka) {
    DeadLetterBox box = DeadLetterBox.read(kafka, config.deadLetters().topic());
    List<Refused> found =
        box.refused().stream()
            .filter(filter::accepts)
            .filter(refused -> !pending || refused.isPending())
            .toList();
    Map<Group, int[]> counts = counts(found);
    List<Refused> latest =
        found.stream()
            .sorted((left, right) -> right.latest().at().compareTo(left.latest().at()))
            .limit(limit)
            .toList();
    if (options.json) {
      options.out().println(json(found, counts, latest, box.notLetters()));
    } else {
      print(box, found, counts, latest);
    }
    return ExitCode.OK;
  }

  private static Map<Group, int[]> counts(List<Refused> found) {
    Map<Group, int[]> counts = new TreeMap<>();
    for (Refused refused : found) {
      DeadLetter what = refused.latest().letter().what();
      int[] count =
          counts.computeIfAbsent(
              new Group(what.code(), what.stage(), what.table()), any -> new int[2]);
      count[0]++;
      count[1] += refused.isPending() ? 1 : 0;
    }
    return counts;
  }

  private void print(
      DeadLetterBox box, List<Refused> found, Map<Group, int[]> counts, List<Refused> latest) {
    if (found.isEmpty()) {
      options.out().println(box.ofNone());
    } else {
      Listing summary = new Listing("CODE", "STAGE", "TABLE", "RECORDS", "PENDING");
      counts.forEach(
          (group, count) ->
              summary.row(group.code(), group.stage(), group.table(), count[0], count[1]));
      summary.lines().forEach(options.out()::println);
      options.out().println();
      if (!latest.isEmpty()) {
        list(latest);
      }
      if (latest.size() < found.size()) {
        options.out().println("… and " + (found.size() - latest.size()) + " older; see --limit");
      }
    }
    if (box.notLetters() > 0) {
      options.error(box.notLetters() + " records of the topic are not dead letters");
    }
  }

  private void list(List<Refused> latest) {
    Listing rows = new Listing("AT", "ORIGIN", "CODE", "STATUS", "JOBS", "DETAIL");
    for (Refused refused : latest) {
      DeadLetter what = refused.latest().letter().what();
      rows.row(
          refused.latest().at(),
          refused.origin(),
          what.code(),
          Listing.status(refused),
          String.join(",", refused.jobs()),
          what.detail());
    }
    rows.lines().forEach(options.out()::println);
  }

  private static ObjectNode json(
      List<Refused> found, Map<Group, int[]> counts, List<Refused> latest, int notLetters) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("records", found.size());
    json.put("pending", found.stream().filter(Refused::isPending).count());
    json.put("notLetters", notLetters);
    ArrayNode groups = json.putArray("counts");
    counts.forEach(
        (group, count) ->
            groups
                .addObject()
                .put("code", group.code())
                .put("stage", group.stage())
                .put("table", group.table())
                .put("records", count[0])
                .put("pending", count[1]));
    ArrayNode rows = json.putArray("latest");
    latest.forEach(refused -> rows.add(Listing.json(refused)));
    return json;
  }
}
