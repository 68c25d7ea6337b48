package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"id", "", "naïve", "数量", "😀", "\uFF83\uFF80", "\u0080", "\u07FF"})
  void areRepaired(String name) {
    StringBuilder garbled = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      garbled.append((char) each);
    }
    assertThat(StreamedNames.repaired(garbled.toString())).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "naïve", "数量", "😀", "\uFF83\uFF80"})
  void areLeftWhereTheyAreRight(String name) {
    assertThat(StreamedNames.repaired(name)).isEqualTo(name);
  }
}
