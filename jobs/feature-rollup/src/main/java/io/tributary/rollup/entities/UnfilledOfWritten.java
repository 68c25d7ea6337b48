package io.tributary.rollup.entities;

import org.apache.flink.streaming.api.functions.co.CoMapFunction;

/** Passes on what accompanies the updates once these have been written. */
public final class UnfilledOfWritten implements CoMapFunction<Void, Unfilled, Unfilled> {

  public static final String UID = "unfilled";

  private static final long serialVersionUID = 1L;

  /** Nothing comes but time. */
  @Override
  public Unfilled map1(Void nothing) {
    throw new IllegalStateException("nothing follows what is written");
  }

  @Override
  public Unfilled map2(Unfilled unfilled) {
    return unfilled;
  }
}
