package io.tributary.runtime;

import io.tributary.config.PipelineConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job's topology. Production and tests define the same one, with ports of their own. */
@FunctionalInterface
public interface JobDefinition {

  void define(StreamExecutionEnvironment env, PipelineConfig config, Ports ports);
}
