package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestTextsTest {

  private final LatestTexts texts = new LatestTexts(2);

  @Test
  void remembersTheLatest() {
    assertThat(texts.add("a")).isTrue();
    assertThat(texts.add("b")).isTrue();
    assertThat(texts.add("a")).isFalse();
    assertThat(texts.add("c")).isTrue();

    assertThat(texts.add("b")).isFalse();
    assertThat(texts.add("a")).as("forgotten").isTrue();
  }

  @Test
  void forgetsWhatIsRemoved() {
    texts.add("a");
    texts.remove("a");

    assertThat(texts.add("a")).isTrue();
  }
}
