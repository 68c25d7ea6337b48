package io.tributary.config.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
  private final List<String> problems = new ArrayList<>();
  private final Placeholders placeholders =
      new Placeholders(name -> name.equals("WORD") ? "${env:WORD}$1\\" : null);

  @ParameterizedTest
  @CsvSource({
    "plain $ { }, plain $ { }, plain $ { }",
    "${env:WORD}, ${env:WORD}$1\\, ***",
    "a${env:WORD}b${env:WORD}, a${env:WORD}$1\\b${env:WORD}$1\\, a***b***",
    "$${env:WORD}, ${env:WORD}, ${env:WORD}",
  })
  void fillsIn(String text, String filled, String shown) {
    assertThat(placeholders.fill(text, (problem, remedy) -> problems.add(problem)))
        .isEqualTo(new Placeholders.Filled(filled, shown));
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${env:OTHER}",
        "${WORD}",
        "${env:}",
        "${env:WORD",
        "${file:/no/such/file}",
        "${file:\0}",
        "${}"
      })
  void reportsWhatItCannotFill(String text) {
    placeholders.fill(text, (problem, remedy) -> problems.add(problem));
    assertThat(problems).hasSize(1);
  }
}
