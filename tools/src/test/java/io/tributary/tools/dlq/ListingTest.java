package io.tributary.tools.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {

  @Test
  void keepsARowOnItsLineAndCommandsFromTheTerminal() {
    assertThat(new Listing("CODE", "DETAIL").row("A", "red\u001B[31m\r\nB").row("B", "").lines())
        .containsExactly("CODE  DETAIL", "A     red\uFFFD[31m\uFFFD\uFFFDB", "B");
  }

  @Test
  void saysWhyNoneIsListed() {
    assertThat(new DeadLetterBox("letters", false, List.of(), 0).ofNone())
        .contains("there is no topic letters");
    assertThat(new DeadLetterBox("letters", true, List.of(), 0).ofNone())
        .isEqualTo("no dead letters in letters");
  }
}
