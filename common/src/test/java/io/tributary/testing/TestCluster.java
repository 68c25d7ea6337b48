package io.tributary.testing;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** The Flink that jobs run on in tests. */
public final class TestCluster {

  private TestCluster() {}

  /** One TaskManager, to be registered as a static extension. */
  public static MiniClusterExtension ofSlots(int slots) {
    return ofSlots(slots, Map.of());
  }

  /** With settings of the cluster. */
  public static MiniClusterExtension ofSlots(int slots, Map<String, String> settings) {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(Configuration.fromMap(settings))
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(slots)
            .build());
  }
}
