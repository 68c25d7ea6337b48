package io.tributary.testing;

import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** The Flink that jobs run on in tests. */
public final class TestCluster {

  private TestCluster() {}

  /** One TaskManager for jobs of parallelism 2, to be registered as a static extension. */
  public static MiniClusterExtension ofTwoSlots() {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());
  }
}
