package io.tributary.rollup.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Aggregates are commutative groups, and their values are those of SQL. */
class AggregateTest {

  private final Random random = new Random(RandomHistory.seed());

  @ParameterizedTest
  @EnumSource
  void formCommutativeGroups(AggregateKind kind) {
    for (int i = 0; i < 2_000; i++) {
      Aggregate a = any(kind);
      Aggregate b = any(kind);
      Aggregate c = any(kind);
      assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
      assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
      assertThat(a.plus(kind.zero())).isEqualTo(a);
      assertThat(a.plus(a.negate()).isZero()).isTrue();
      assertThat(a.plus(b).plus(a.negate())).isEqualTo(b);
      assertThat(a.plus(b).plus(b.negate()).value()).isEqualTo(a.value());
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesBeingWrittenAndRead(AggregateKind kind) throws IOException {
    for (int i = 0; i < 500; i++) {
      Aggregate written = any(kind).plus(any(kind)).negate();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      written.writeTagged(new DataOutputStream(bytes));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
      Aggregate read = Aggregate.readTagged(in);
      assertThat(read).isEqualTo(written);
      assertThat(read.value()).isEqualTo(written.value());
      assertThat(in.available()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.50, 2.50, 4",
    "0.10, 0.20, 0.3",
    "1e20, 1, 100000000000000000001",
    "5, -5, 0",
    "0.00, 0, 0"
  })
  void sumsDecimalsExactlyAndShowsThemPlain(String a, String b, String sum) {
    assertThat(Sum.of(new BigDecimal(a)).plus(Sum.of(new BigDecimal(b))).value()).isEqualTo(sum);
  }

  @Test
  void takesFloatingPointNumbersBackToTheLastBit() {
    Aggregate sum = Sum.of(1e300, true).plus(Sum.of(0.1, true)).plus(Sum.of(1e300, true).negate());
    assertThat(sum.value()).isEqualTo("0.1");
    assertThat(Sum.of(1.7e308, true).plus(Sum.of(1.7e308, true)).value()).isEqualTo("Infinity");
  }

  @Test
  void takesWhatIsNoNumberBackAsWell() {
    Aggregate one = Sum.of(BigDecimal.ONE);
    Aggregate nan = Sum.of(Double.NaN, false);
    Aggregate infinity = Sum.of(Double.POSITIVE_INFINITY, false);
    Aggregate minusInfinity = Sum.of(Double.NEGATIVE_INFINITY, false);
    assertThat(one.plus(nan).value()).isEqualTo("NaN");
    assertThat(one.plus(infinity).value()).isEqualTo("Infinity");
    assertThat(one.plus(minusInfinity).value()).isEqualTo("-Infinity");
    assertThat(one.plus(minusInfinity).plus(infinity).value()).isEqualTo("NaN");
    assertThat(one.plus(nan).plus(nan.negate()).value()).isEqualTo("1");
  }

  @Test
  void sumOverNullsIsZeroButHasRows() {
    Aggregate sum = AggregateKind.SUM.ofRow(null, false);
    assertThat(sum.value()).isEqualTo("0");
    assertThat(sum.rows()).isEqualTo(1);
    assertThat(sum.isZero()).isFalse();
  }

  private Aggregate any(AggregateKind kind) {
    Aggregate row =
        switch (random.nextInt(6)) {
          case 0 -> kind.ofRow(null, false);
          case 1 -> kind.ofRow(random.nextLong(), false);
          case 2 -> kind.ofRow(random.nextGaussian(), true);
          case 3 -> kind.ofRow(random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY, false);
          default ->
              kind.ofRow(new BigDecimal(new BigInteger(90, random), random.nextInt(40) - 5), false);
        };
    return random.nextBoolean() ? row : row.negate();
  }
}
