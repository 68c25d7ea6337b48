package io.tributary.rollup.logic.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.RandomHistory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {

  private final Random random = new Random(RandomHistory.seed());

  @ParameterizedTest
  @CsvSource({
    "1, 2, 0, 1",
    "0, 0, 1, 0.3333333333333333",
    "1, 1, 0, 0.6666666666666667",
    "-1, -1, 0, -0.6666666666666667",
    "0.1, 0.2, 0.3, 0.2"
  })
  void meansAreRoundedHalfUp(String a, String b, String c, String mean) {
    assertThat(value(Functions.AVG, decimals(a, b, c))).isEqualTo(mean);
  }

  @Test
  void varianceIsThatOfASample() {
    assertThat(value(Functions.VARIANCE, decimals("1", "2", "4"))).isEqualTo("2.3333333333333333");
    assertThat(value(Functions.STDDEV, decimals("1", "2", "4"))).isEqualTo("1.5275252316519467");
    assertThat(value(Functions.STDDEV, decimals("5", "5"))).isEqualTo("0");
    assertThat(value(Functions.VARIANCE, decimals("5"))).isNull();
  }

  @Test
  void nullsAreSkippedByAllButFirstAndLast() {
    List<Object> values = new ArrayList<>(decimals("1", "2"));
    values.add(null);
    assertThat(value(Functions.AVG, values)).isEqualTo("1.5");
    assertThat(value(Functions.MIN, values)).isEqualTo("1");
    assertThat(value(Functions.DISTINCT, values)).isEqualTo("2");
    assertThat(value(Functions.top(5), values)).isEqualTo("[1,2]");
    assertThat(value(Functions.last(2), values)).isEqualTo("[null,2]");
    assertThat(value(Functions.LAST, values)).isNull();
    assertThat(value(Functions.FIRST, values)).isEqualTo("1");
  }

  @Test
  void topIsInOrderOfCountThenValue() {
    List<Object> values = List.of("b", "a", "c", "c", "B", "\u00fc");
    assertThat(value(Functions.top(4), values)).isEqualTo("[\"c\",\"B\",\"a\",\"b\"]");
  }

  @Test
  void histogramCountsFromEachBoundOn() {
    Function histogram = Functions.histogram(List.of(BigDecimal.ZERO, BigDecimal.TEN));
    assertThat(value(histogram, List.of(-1, 0, 9, 10, Double.NaN))).isEqualTo("[1,2,2]");
    assertThat(value(histogram, Collections.singletonList(null))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.01", "0.5", "0.95", "1"})
  void percentilesAreWithinOnePercent(String at) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      double magnitude = Math.exp(random.nextGaussian() * 20);
      values.add(new BigDecimal(random.nextInt(3) == 0 ? -magnitude : magnitude));
    }
    BigDecimal rank = new BigDecimal(at);
    BigDecimal exact = number(Functions.percentile(rank), values);
    BigDecimal about = number(Functions.aboutPercentile(rank), values);
    assertThat(Tolerance.QUANTILES.allows(exact, about)).as("%s and %s", exact, about).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000, 16_000, 65_000, 90_000})
  void distinctValuesAreCountedWithinFiveStandardErrors(int number) {
    long start = random.nextLong() >> 8;
    Aggregate sum = Counters.ZERO;
    for (int i = 0; i < number; i += 1_000) {
      Aggregate part = Counters.ZERO;
      for (int j = i; j < Math.min(number, i + 1_000); j++) {
        part = part.plus(KeptAs.HASHES.ofRow(new RowInput(start + j, false, null, null)));
      }
      sum = sum.plus(part);
    }
    long estimate = LinearCounting.estimate((Counters) sum);
    double load = number / 16_384.0;
    double error = Math.sqrt(16_384 * (Math.exp(load) - load - 1)) / load / 16_384;
    assertThat(Math.abs(estimate - number)).isLessThanOrEqualTo((long) (5 * error * number) + 3);
  }

  @Test
  void sketchThatIsFullSaysSo() {
    Aggregate cells = Counters.ZERO;
    for (int cell = 0; cell < 16_384; cell++) {
      cells = cells.plus(Counters.of(cell));
    }
    assertThat(Functions.ABOUT_DISTINCT.shown(held(cells))).isEqualTo(Shown.BEYOND_CAP);
  }

  private static List<Object> decimals(String... numbers) {
    List<Object> decimals = new ArrayList<>();
    for (String number : numbers) {
      decimals.add(new BigDecimal(number));
    }
    return decimals;
  }

  private static BigDecimal number(Function function, List<Object> inputs) {
    return new BigDecimal(Objects.requireNonNull(value(function, inputs)));
  }

  /** The value of rows that have these inputs, each with a greater primary key. */
  private static @Nullable String value(Function function, List<@Nullable Object> inputs) {
    Kept kept = Objects.requireNonNull(function.kept());
    Aggregate sum = kept.kind().zero();
    long key = 0;
    for (Object input : inputs) {
      sum = sum.plus(kept.ofRow(new RowInput(input, false, null, Events.TABLE.keyOf(key++))));
    }
    return function.shown(held(sum)).json();
  }

  private static Held held(Aggregate total) {
    return new Held() {
      @Override
      public Aggregate total(int window) {
        return total;
      }

      @Override
      public double decayed(ToDoubleFunction<Aggregate> amount) {
        return amount.applyAsDouble(total);
      }
    };
  }
}
