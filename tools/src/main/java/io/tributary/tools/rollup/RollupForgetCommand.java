package io.tributary.tools.rollup;

import io.tributary.config.PipelineConfig;
import io.tributary.redis.RedisConnection;
import io.tributary.redis.RedisFailure;
import io.tributary.rollup.redis.LeftoverFeatures;
import io.tributary.tools.options.PipelineOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary rollup forget}. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deletes features that no job maintains any longer from the pipeline's Redis.",
      "Of a rollup that the file does not have, that is every hash; of one that it has, those of"
          + " entities that the job, as it was started last, does not know.",
      "Start the job without the rollup first. Delete its topic by Kafka's own means."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:deleted",
      "2:usage or configuration; also a rollup that is not complete yet",
      "3:Redis cannot be reached"
    })
final class RollupForgetCommand implements Callable<Integer> {

  private static final int UNREACHABLE = 3;

  @Mixin PipelineOption pipeline = new PipelineOption();

  @Parameters(paramLabel = "NAME", description = "The rollup.")
  String name = "";

  @Option(names = "--dry-run", description = "Reports how many there are and deletes nothing.")
  boolean dryRun;

  @Override
  public Integer call() {
    return pipeline.run(this::forget);
  }

  private int forget(PipelineConfig config) {
    if (config.redis() == null) {
      return refused(ExitCode.USAGE, "the pipeline names no redis");
    }
    try (RedisConnection redis =
        RedisConnection.open(Objects.requireNonNull(config.redis()).address())) {
      LeftoverFeatures leftovers = new LeftoverFeatures(redis, name);
      boolean isRemoved = !config.rollups().containsKey(name);
      if (!isRemoved && !leftovers.isComplete()) {
        return refused(
            ExitCode.USAGE, name + " has no as_of: not all of its entities are there yet");
      }
      long count = isRemoved ? leftovers.all(!dryRun) : leftovers.ofFormerRebuilds(!dryRun);
      pipeline.out().println((dryRun ? "would delete: " : "deleted: ") + count);
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      return refused(ExitCode.USAGE, String.valueOf(e.getMessage()));
    } catch (RedisFailure e) {
      return refused(UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  private int refused(int exit, String why) {
    pipeline.error(why);
    return exit;
  }
}
