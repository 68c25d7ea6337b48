package io.tributary.tools.rollup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.config.PipelineConfig;
import io.tributary.tools.options.PipelineOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary rollup describe}. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description = "Documents rollups and their features: what they mean and where they are.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "2:usage or configuration"})
final class RollupDescribeCommand implements Callable<Integer> {

  @Mixin PipelineOption pipeline = new PipelineOption();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The rollup (default: all).")
  @Nullable String name;

  @Option(names = "--json", description = "Prints a JSON array, for programs.")
  boolean json;

  @Override
  public Integer call() {
    return pipeline.run(this::print);
  }

  private int print(PipelineConfig config) {
    if (name != null) {
      pipeline.rollup(config, name);
    }
    List<RollupDescription> descriptions =
        RollupDescription.all(config).stream()
            .filter(rollup -> name == null || rollup.name().equals(name))
            .toList();
    if (json) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      descriptions.forEach(rollup -> array.add(RollupJson.of(rollup)));
      pipeline.out().println(array.toPrettyString());
    } else {
      descriptions.forEach(rollup -> pipeline.out().print(RollupMarkdown.of(rollup)));
    }
    return ExitCode.OK;
  }
}
