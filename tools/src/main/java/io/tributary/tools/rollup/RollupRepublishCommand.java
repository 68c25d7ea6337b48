package io.tributary.tools.rollup;

import io.tributary.config.PipelineConfig;
import io.tributary.config.RedisConfig;
import io.tributary.redis.RedisFailure;
import io.tributary.rollup.redis.RedisFeatures;
import io.tributary.tools.options.PipelineOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tributary rollup republish}. */
@Command(
    name = "republish",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the running job write all entities of these rollups to Redis and Kafka again.",
      "Use it after somebody has deleted or changed keys in Redis, or Redis has evicted some.",
      "",
      "The job restarts from its last checkpoint. Until everything is written, the rollups have no"
          + " as_of. If no job is running, the next one that starts from state does it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:asked for",
      "1:no job has kept these rollups in this Redis",
      "2:usage or configuration",
      "3:Redis cannot be reached"
    })
final class RollupRepublishCommand implements Callable<Integer> {

  private static final int UNKNOWN = 1;
  private static final int UNREACHABLE = 3;

  @Mixin PipelineOption pipeline = new PipelineOption();

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The rollups.")
  List<String> names = List.of();

  @Override
  public Integer call() {
    return pipeline.run(this::ask);
  }

  private int ask(PipelineConfig config) {
    names.forEach(name -> pipeline.rollup(config, name));
    RedisConfig redis = config.redis();
    if (redis == null) {
      pipeline.error("the pipeline names no redis");
      return ExitCode.USAGE;
    }
    Set<String> known;
    try {
      known = RedisFeatures.askForAll(redis.address(), names);
    } catch (RedisFailure e) {
      pipeline.error(String.valueOf(e.getMessage()));
      return UNREACHABLE;
    }
    for (String name : names) {
      pipeline
          .out()
          .println(
              known.contains(name)
                  ? name + ": the job starts again and writes all entities"
                  : name + ": no job has kept it in this Redis, or it has been asked already");
    }
    return known.isEmpty() ? UNKNOWN : ExitCode.OK;
  }
}
