package io.tributary.config.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private final List<Violation> violations = new ArrayList<>();

  @Test
  void tellsNumbersFromTextsAsYaml12Does() {
    Place root =
        read("{a: 1, b: 10, c: -2.50, d: 99999999999999999999, e: TRUE, f: ~, g: , h: 1e3}");
    assertThat(root.at("a").node().value()).isEqualTo(1L);
    assertThat(root.at("b").node().value()).isEqualTo(10L);
    assertThat(root.at("c").node().value()).isEqualTo(new BigDecimal("-2.50"));
    assertThat(root.at("d").node().value()).isEqualTo(new BigInteger("99999999999999999999"));
    assertThat(root.at("e").node().value()).isEqualTo(true);
    assertThat(root.at("f").node().value()).isNull();
    assertThat(root.at("g").node().value()).isNull();
    assertThat(root.at("h").node().value()).isEqualTo(new BigDecimal("1e3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "on",
        "1:30",
        "2026-02-28",
        "0x1F",
        "1_000",
        ".inf",
        "5%",
        "\"1\"",
        "010",
        "01099.5",
        "+49"
      })
  void keepsTextsThatOtherReadersTurnIntoSomethingElse(String written) {
    assertThat(read("a: " + written).at("a").node().value()).isEqualTo(written.replace("\"", ""));
  }

  @Test
  void knowsTheLineAndPathOfEveryValue() {
    ConfigNode item = read("a:\n  b:\n  - x\n  - c: y\n").at("a").at("b").at(1).at("c").node();
    assertThat(item.path()).isEqualTo("a.b[1].c");
    assertThat(item.line()).isEqualTo(4);
  }

  @Test
  void followsAliases() {
    assertThat(read("a: &w [1h]\nb: *w").at("b").node().items())
        .extracting(ConfigNode::text)
        .containsExactly("1h");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: [", "a: b: c", "a: *b", "--- 1\n--- 2", "a: \u0001", "\t- a", "{? [b] : c}"})
  void reportsWhatItCannotRead(String yaml) {
    new YamlReader(Placeholders.NONE, violations).read(yaml);
    assertThat(violations).singleElement().extracting(Violation::line).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: *sesame",
        "a: &sesame 1\nb: &sesame 2\nc: *other",
        "a: !sesame!x y",
        "a: \"sesame",
        "a: 'sesame\\",
        "a: @sesame",
        "a: sesame: b",
        "a: \"\\sesame\""
      })
  void quotesNothingOfWhatItCannotRead(String yaml) {
    new YamlReader(Placeholders.NONE, violations).read(yaml);
    assertThat(violations).singleElement().asString().doesNotContain("sesame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\nb:\n  c: !sesame y",
        "a: 1\nb:\n  c: ! sesame",
        "a: 1\nb:\n  c: !!str 1",
        "a: 1\nb:\n  c: &x !sesame [1]",
        "a: 1\nb:\n  c: !sesame {d: 1}",
        "a: 1\nb:\n  !sesame c: 1"
      })
  void reportsATagWhereItIs(String yaml) {
    new YamlReader(Placeholders.NONE, violations).read(yaml);
    assertThat(violations)
        .singleElement()
        .asString()
        .contains("b.c", "begins with a tag", "line 3")
        .doesNotContain("sesame");
  }

  @Test
  void readsAnExclamationMarkInQuotationMarks() {
    assertThat(read("a: '!x y'").at("a").node().value()).isEqualTo("!x y");
  }

  private Place read(String yaml) {
    Place root = new Place(new YamlReader(Placeholders.NONE, violations).read(yaml), violations);
    assertThat(violations).isEmpty();
    return root;
  }
}
