package io.tributary.runtime;

/** The name of every metric; names are for dashboards and alerts, and stay. */
public final class PipelineMetrics {

  /** The group of all of them. */
  public static final String GROUP = "tributary";

  private PipelineMetrics() {}
}
