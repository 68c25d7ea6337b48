package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureWindowTest {

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S", "30s, PT1S", "239s, PT1S", "4m, PT5S", "5m, PT5S", "30m, PT30S", "1h, PT1M",
    "6h, PT5M", "1d, PT30M", "7d, PT1H", "30d, PT6H", "48d, P1D", "365d, P1D", "lifetime, P1D"
  })
  void hasTheLongestTileOfWhichFortyEightFit(String window, Duration tile) {
    assertThat(Duration.ofMillis(Events.window(window).tileMillis())).isEqualTo(tile);
  }
}
