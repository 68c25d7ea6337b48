package io.tributary.rollup.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.EntityKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateBufferTest {

  private final UpdateBuffer buffer = new UpdateBuffer(100);

  @Test
  void isFullOfManyUpdates() {
    for (int entity = 0; entity < 999; entity++) {
      buffer.add(update(entity, "1"));
      buffer.add(update(entity, "2"));
    }
    assertThat(buffer.isFull()).isFalse();
    buffer.add(update(999, "1"));
    assertThat(buffer.isFull()).isTrue();
  }

  @Test
  void isFullOfFewLargeOnes() {
    String megabyte = "1".repeat(1 << 20);
    for (int round = 0; round < 2; round++) {
      for (int entity = 0; entity < 15; entity++) {
        buffer.add(update(entity, megabyte));
        assertThat(buffer.isFull()).isFalse();
      }
      buffer.add(update(15, megabyte));
      assertThat(buffer.isFull()).isTrue();
      buffer.clear();
    }
  }

  private static FeatureUpdate update(int entity, String value) {
    return new FeatureUpdate(
        "by_user",
        new EntityKey(Integer.toString(entity), 1),
        FeatureUpdate.Change.VALUES,
        Map.of("last_5m", value),
        new FeatureVersion(1, 5, 0, 0));
  }
}
