package io.tributary.config.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"0ms, PT0S", "100ms, PT0.1S", "90s, PT90S", "5m, PT5M", "36h, PT36H", "7d, P7D"})
  void readsAndWritesTheSame(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
    assertThat(Durations.parse(Durations.format(duration))).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"60m, 1h", "1500ms, 1500ms", "48h, 2d", "0s, 0ms"})
  void writesTheLargestUnitThatFits(String text, String written) {
    assertThat(Durations.parse(text).map(Durations::format)).contains(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "1.5h", "5M", "5min", "999999999999999d"})
  void refusesAnythingElse(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }
}
