package io.tributary.config;

/** Stands in until the configuration lands. */
public record PipelineConfig() {}
