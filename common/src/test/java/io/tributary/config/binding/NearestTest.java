package io.tributary.config.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("emit-every", "event-time", "entity", "on");

  @ParameterizedTest
  @CsvSource({
    "emitEvery, emit-every",
    "event_time, event-time",
    "entitys, entity",
    "EVENT-TIME, event-time",
    "in, on",
    "no, on",
    "entiyt, entity"
  })
  void findsTheWordThatWasMeant(String word, String meant) {
    assertThat(Nearest.to(word, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "features", "kafka-topic"})
  void findsNothingFarAway(String word) {
    assertThat(Nearest.to(word, KNOWN)).isEmpty();
  }
}
