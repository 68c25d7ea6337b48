package io.tributary.tools.decode;

import io.tributary.config.DatabaseConfig;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.binding.FileTrouble;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.SchemaRegistry;
import io.tributary.decode.TableDescriptions;
import io.tributary.decode.wire.TimePrecision;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.runtime.decoding.Decoding;
import io.tributary.runtime.tables.DatabaseDescriptions;
import io.tributary.runtime.tables.TypesUnavailableException;
import io.tributary.schema.SchemaHistory;
import io.tributary.tools.options.CommandError;
import io.tributary.tools.options.DatabaseOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary decode}: what the records of a topic say. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what the records of a topic say.",
      "Reads them on standard input as `kcat -J` writes them, one JSON object a line, and prints"
          + " for each a JSON object on a line: a change, or why it is not one.",
      "",
      "  kcat -b kafka:9092 -t app.public.users -C -e -J | tributary decode",
      "",
      "Records with a schema bring the types of their columns. For others name the schema history,"
          + " the database or the pipeline."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all input was read, whether or not records were rejected",
      "1:input or output failed",
      "2:usage or configuration",
      "3:the types that were asked for cannot be found"
    })
public final class DecodeCommand implements Callable<Integer> {

  private static final int TYPES_UNAVAILABLE = 3;
  private static final String BROKEN_PIPE = "Broken pipe";
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(15);

  private final InputStream in;
  private final OutputStream out;
  private final Map<String, String> environment;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description =
          "A pipeline.yaml: its database, declared columns and topic prefix are used, and its"
              + " privacy rules are applied.")
  @Nullable Path pipeline;

  @Option(names = "--clear", description = "Shows values in the clear despite the file's rules.")
  boolean clear;

  @Option(
      names = "--schema-history",
      paramLabel = "FILE",
      description =
          "The schema history's topic as `kcat -J` writes it: each record is read by the types that"
              + " its columns had then.")
  @Nullable Path schemaHistory;

  @Mixin DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--transitions",
      description =
          "Runs the ledger as well, and prints what happened to each row: replays are dropped, old"
              + " images and unchanged values filled in. Keeps every row in memory.")
  boolean transitions;

  @Option(
      names = "--topic-prefix",
      paramLabel = "NAME",
      description = "The connector's topic.prefix.")
  @Nullable String topicPrefix;

  @Option(
      names = "--time-precision",
      paramLabel = "MODE",
      description =
          "The connector's time.precision.mode, for records without a schema: ${COMPLETION-CANDIDATES}.")
  @Nullable TimePrecision times;

  @Option(
      names = "--placeholder",
      paramLabel = "TEXT",
      description = "The connector's unavailable.value.placeholder; text, or hex:...")
  @Nullable String placeholder;

  /** The command on the process's own streams. */
  public DecodeCommand() {
    // System.out would swallow what goes wrong.
    this(System.in, new FileOutputStream(FileDescriptor.out), System.getenv());
  }

  DecodeCommand(InputStream in, OutputStream out, Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try {
      RecordStream records = records();
      records.run(in, out);
      if (records.malformed() > 0) {
        CommandError.print(
            spec.commandLine(),
            "%,d %s as kcat -J writes them, the first at line %d"
                .formatted(
                    records.malformed(),
                    records.malformed() == 1 ? "line is not a record" : "lines are not records",
                    records.firstMalformed()));
      }
      return CommandLine.ExitCode.OK;
    } catch (InvalidConfigException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (TypesUnavailableException e) {
      CommandError.print(spec.commandLine(), String.valueOf(e.getMessage()));
      return TYPES_UNAVAILABLE;
    } catch (IOException e) {
      if (BROKEN_PIPE.equals(e.getMessage())) {
        return CommandLine.ExitCode.OK;
      }
      CommandError.print(spec.commandLine(), FileTrouble.of(e));
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private RecordStream records() {
    PipelineConfig config = config();
    SchemaHistory history =
        schemaHistory == null ? SchemaHistory.empty() : HistoryFile.read(schemaHistory);
    UnaryOperator<ChangeEvent> policy =
        config == null || clear
            ? UnaryOperator.identity()
            : Decoding.policy(config, history)::apply;
    return new RecordStream(
        ChangeEventDecoder.of(types(config, history), format(config), registry(config)),
        policy,
        transitions ? new Lanes() : null);
  }

  private @Nullable PipelineConfig config() {
    return pipeline == null ? null : PipelineConfig.load(pipeline);
  }

  private TableDescriptions types(@Nullable PipelineConfig config, SchemaHistory history) {
    DatabaseConfig named = database.database(environment);
    if (config != null) {
      return Decoding.tables(named == null ? config : config.withDatabase(named), history);
    }
    return named == null ? history : history.otherwise(DatabaseDescriptions.connect(named));
  }

  private static @Nullable SchemaRegistry registry(@Nullable PipelineConfig config) {
    return config == null
        ? null
        : Decoding.registry(config.source().kafka(), REGISTRY_PATIENCE, () -> {});
  }

  private WireFormat format(@Nullable PipelineConfig config) {
    WireFormat format = config == null ? WireFormat.DEFAULT : Decoding.format(config);
    format = topicPrefix == null ? format : format.withTopicPrefix(topicPrefix);
    format = times == null ? format : format.withTimes(times);
    try {
      return placeholder == null ? format : format.withPlaceholder(placeholder);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--placeholder: hex: takes pairs of digits");
    }
  }
}
