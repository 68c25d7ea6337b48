package io.tributary.stack;

import java.util.Map;

/**
 * How a whole stack is to be. Ports not named here are free ones.
 *
 * @param flink the cluster, with the port of its web UI
 * @param fastStart broker and Connect start in half the time, and never reach full speed
 * @param redisProgram the path of a {@code redis-server}, empty for the one of the build
 * @param postgres lines of {@code postgresql.conf} that replace the stack's own
 */
public record StackSettings(
    FlinkSettings flink, boolean fastStart, String redisProgram, Map<String, String> postgres) {
  public StackSettings {
    postgres = Map.copyOf(postgres);
  }
}
