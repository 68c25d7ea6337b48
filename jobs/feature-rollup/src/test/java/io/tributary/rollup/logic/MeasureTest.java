package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ids are in saved state: a definition that had one keeps it. */
class MeasureTest {

  @Test
  void keepsTheIdsThatStateWasSavedWith() {
    assertThat(
            ids(
                Events.count("a", Map.of("event_type", "click"), "1h"),
                Events.count("b", Map.of("flag", false, "event_type", "view"), "1h"),
                Events.count("c", Map.of("amount", 7L), "1h"),
                Events.count("d", Collections.singletonMap("value", null), "1h"),
                Events.sum("e", "value", Map.of("score", new BigDecimal("1.50")), "1h"),
                Events.count("f", Map.of(), "1h")))
        .containsExactly(-271755350, -909808521, 276722657, 1040785505, -2055213271, -128518499);
  }

  private static List<Integer> ids(Feature... features) {
    return Arrays.stream(features)
        .map(Events::byUser)
        .map(rollup -> rollup.measures().get(0).id())
        .toList();
  }
}
