package io.tributary.rollup.logic.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.RandomHistory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements compare as the values do in SQL, and are shown as PostgreSQL shows them in JSON. */
class ElementTest {

  private final Random random = new Random(RandomHistory.seed());

  @Test
  void decimalsCompareByNumber() {
    for (int i = 0; i < 20_000; i++) {
      BigDecimal a = decimal();
      BigDecimal b = random.nextBoolean() ? decimal() : a.add(decimal());
      int order = Integer.signum(of(a).compareTo(of(b)));
      assertThat(order).as("%s and %s", a, b).isEqualTo(a.compareTo(b));
      assertThat(of(a).json()).isEqualTo(a.stripTrailingZeros().toPlainString());
      assertThat(of(a.setScale(a.scale() + 3))).isEqualTo(of(a)).hasSameHashCodeAs(of(a));
    }
  }

  @Test
  void wholeNumbersAreDecimals() {
    for (long number : new long[] {0, 7, -7, 100, 1 << 20, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(of(number)).isEqualTo(of(BigDecimal.valueOf(number)));
    }
    assertThat(of(42)).isEqualTo(of(42L));
  }

  @Test
  void floatingPointNumbersCompareByNumber() {
    for (int i = 0; i < 20_000; i++) {
      double a = Double.longBitsToDouble(random.nextLong());
      double b = random.nextBoolean() ? random.nextGaussian() : -a;
      int order = Integer.signum(Element.of(a, true).compareTo(Element.of(b, true)));
      assertThat(order).isEqualTo(Double.compare(a + 0.0, b + 0.0));
      float c = (float) a;
      float d = (float) b;
      int singles = Integer.signum(Element.of(c, true).compareTo(Element.of(d, true)));
      assertThat(singles).isEqualTo(Float.compare(c + 0f, d + 0f));
      if (Float.isFinite(c) && Math.abs(c) > Float.MIN_NORMAL) {
        assertThat(new BigDecimal(Element.of(c, true).json()).floatValue()).isEqualTo(c + 0f);
      }
      if (Double.isFinite(a) && Math.abs(a) > Double.MIN_NORMAL) {
        assertThat(new BigDecimal(Element.of(a, true).json()).doubleValue()).isEqualTo(a);
      }
    }
  }

  @Test
  void putsWhatIsNoNumberAtTheEnds() {
    BigDecimal least = new BigDecimal("-1e5000");
    BigDecimal greatest = new BigDecimal("1e5000");
    List<Object> ascending =
        List.of(
            Double.NEGATIVE_INFINITY,
            least,
            BigDecimal.ZERO,
            greatest,
            Double.POSITIVE_INFINITY,
            Double.NaN);
    assertThat(ascending.stream().map(ElementTest::of))
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void textComparesByteByByte() {
    List<String> texts = List.of("", "Z", "a", "aa", "z", "\u00fc", "\uFFFD", "\uD83D\uDE00");
    assertThat(texts.stream().map(ElementTest::of)).isSortedAccordingTo(Comparator.naturalOrder());
    for (int i = 0; i < 1_000; i++) {
      byte[] one = Long.toString(random.nextLong(), 36).getBytes(StandardCharsets.UTF_8);
      byte[] other = Long.toString(random.nextInt(99), 36).getBytes(StandardCharsets.UTF_8);
      Element a = of(new String(one, StandardCharsets.UTF_8));
      Element b = of(new String(other, StandardCharsets.UTF_8));
      assertThat(Integer.signum(a.compareTo(b)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(one, other)));
    }
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(null, "00", "null"),
        Arguments.of(true, "0101", "true"),
        Arguments.of(new BigDecimal("12.50"), "02ac1964", "12.5"),
        Arguments.of(-3, "0254c3", "-3"),
        Arguments.of("a\"\n\u0001ü", "0561220a01c3bc00", "\"a\\\"\\n\\u0001ü\""),
        Arguments.of(LocalDate.of(2026, 2, 20), "068000000000005018", "\"2026-02-20\""),
        Arguments.of(LocalDate.of(-43, 3, 15), "067ffffffffff4c848", "\"-0043-03-15\""),
        Arguments.of(LocalDate.MAX, "06ffffffffffffffff", "\"infinity\""),
        Arguments.of(LocalDateTime.of(12_026, 2, 3, 10, 0), "07", "\"+12026-02-03T10:00:00\""),
        Arguments.of(
            Instant.parse("2026-02-28T12:00:00.120Z"), "08", "\"2026-02-28T12:00:00.12Z\""));
  }

  /** The bytes are in saved state. */
  @ParameterizedTest
  @MethodSource("values")
  void showsItsValueAndKeepsItsBytes(@Nullable Object value, String start, String json)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    of(value).write(null, new DataOutputStream(bytes));
    assertThat(HexFormat.of().formatHex(bytes.toByteArray()).substring(4)).startsWith(start);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(Element.read(null, in)).isEqualTo(of(value));
    assertThat(of(value).json()).isEqualTo(json);
    assertThat(Json.text(json)).isEqualTo(value instanceof String text ? text : Json.text(json));
  }

  @Test
  void hashStaysWhatItIs() {
    assertThat(of("web").hash()).isEqualTo(-4467649406982957935L);
  }

  private BigDecimal decimal() {
    int scale = random.nextInt(20) == 0 ? random.nextInt(-300, 300) : random.nextInt(-6, 10);
    return new BigDecimal(new BigInteger(random.nextInt(80), random), scale)
        .multiply(BigDecimal.valueOf(random.nextInt(3) - 1));
  }

  private static Element of(@Nullable Object value) {
    return Element.of(value, false);
  }
}
