package io.tributary.tools.rollup;

import io.tributary.config.KafkaSourceConfig;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.event.TableId;
import io.tributary.tools.options.PipelineOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary rollup signal}. */
@Command(
    name = "signal",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the signal that fills features over columns that the job did not keep.",
      "It makes Debezium read the rollups' tables again, beside the stream: an incremental"
          + " snapshot.",
      "",
      "  tributary rollup signal user_engagement | psql app",
      "  tributary rollup signal user_engagement --kafka | kcat -P -b kafka:9092 -t signals -K '|'"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "2:usage or configuration; also a pipeline without a connector"})
final class RollupSignalCommand implements Callable<Integer> {

  @Mixin PipelineOption pipeline = new PipelineOption();

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "The rollups (default: all).")
  List<String> names = List.of();

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description =
          "The connector's signal.data.collection, as SQL writes it (default: ${DEFAULT-VALUE}).")
  String table = "public.debezium_signal";

  @Option(
      names = "--kafka",
      description = "Prints the record for the connector's signal.kafka.topic, as key|value.")
  boolean kafka;

  @Override
  public Integer call() {
    return pipeline.run(this::print);
  }

  private int print(PipelineConfig config) {
    Set<TableId> tables = new TreeSet<>();
    for (String name : names.isEmpty() ? config.rollups().keySet() : names) {
      RollupConfig rollup = pipeline.rollup(config, name);
      tables.add(rollup.from());
    }
    KafkaSourceConfig source = config.source().kafka();
    if (source == null) {
      pipeline.error(
          "without Kafka Connect there are no signals; change every row instead, for example by"
              + " UPDATE ... SET id = id");
      return ExitCode.USAGE;
    }
    SnapshotSignal signal = new SnapshotSignal(tables);
    String id = "tributary-" + UUID.randomUUID();
    pipeline
        .out()
        .println(kafka ? source.topicPrefix() + "|" + signal.record() : signal.sql(table, id));
    return ExitCode.OK;
  }
}
