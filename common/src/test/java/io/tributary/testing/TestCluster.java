package io.tributary.testing;

import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** The Flink that jobs run on in tests. */
public final class TestCluster {

  private TestCluster() {}

  /** One TaskManager, to be registered as a static extension. */
  public static MiniClusterExtension ofSlots(int slots) {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(slots)
            .build());
  }
}
