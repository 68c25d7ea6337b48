package io.tributary.rollup.logic.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.rollup.logic.Events;
import io.tributary.rollup.logic.RandomHistory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates are commutative groups, whatever is kept in them. */
class AggregateTest {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");

  private final Random random = new Random(RandomHistory.seed());

  static Stream<Kept> everythingKept() {
    Kept histogram = new Histogram(List.of(BigDecimal.ZERO, BigDecimal.TEN));
    return Stream.concat(Stream.of(KeptAs.values()), Stream.of(histogram));
  }

  @ParameterizedTest
  @MethodSource("everythingKept")
  void formCommutativeGroups(Kept kept) {
    Aggregate zero = kept.kind().zero();
    for (int i = 0; i < 1_000; i++) {
      Aggregate a = any(kept);
      Aggregate b = any(kept);
      Aggregate c = any(kept);
      assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
      assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
      assertThat(a.plus(zero)).isEqualTo(a);
      assertThat(a.plus(a.negate()).isZero()).isTrue();
      assertThat(a.plus(b).plus(a.negate())).isEqualTo(b);
      assertThat(a.plus(b).rows()).isEqualTo(a.rows() + b.rows());
    }
  }

  @ParameterizedTest
  @MethodSource("everythingKept")
  void surviveBeingWrittenAndRead(Kept kept) throws IOException {
    for (int i = 0; i < 500; i++) {
      Aggregate sum = any(kept).plus(any(kept)).plus(any(kept));
      Aggregate written = random.nextBoolean() ? sum.negate() : sum.capped(1);
      byte[] bytes = bytes(written);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      assertThat(Aggregate.readTagged(in)).isEqualTo(written);
      assertThat(in.available()).isZero();
    }
  }

  /** What was saved must be read for ever. */
  @ParameterizedTest
  @CsvSource({
    "COUNT, 0106",
    "SUM, 0206040203b60302",
    "MOMENTS, 0306040203b603020803193714",
    "VALUES, 05020400030254c3020103ac196402",
    "SMALLEST, 06020400030254c3020103ac196402",
    "GREATEST, 07020400030254c3020103ac196402",
    "FIRST, 060006000d0880064be117d7b00002ab1400020c030254c3020d03ac196402",
    "LAST, 070006000d0880064be117d7b00002ab1400020c030254c3020d03ac196402",
    "HASHES, 040202fa65028e7802",
    "QUANTILES, 040202ef801002f0822002"
  })
  void keepTheirBytes(KeptAs kept, String bytes) {
    Aggregate sum = kept.kind().zero();
    for (Object value :
        new @Nullable Object[] {new BigDecimal("12.50"), null, new BigDecimal("-3")}) {
      sum = sum.plus(kept.ofRow(new RowInput(value, false, NOON, Events.TABLE.keyOf(1))));
    }
    assertThat(HexFormat.of().formatHex(bytes(sum))).isEqualTo(bytes);
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
    assertThat(shown(Sum.of(new BigDecimal(a)).plus(Sum.of(new BigDecimal(b))))).isEqualTo(sum);
  }

  @Test
  void takesFloatingPointNumbersBackToTheLastBit() {
    Aggregate sum = Sum.of(1e300, true).plus(Sum.of(0.1, true)).plus(Sum.of(1e300, true).negate());
    assertThat(shown(sum)).isEqualTo("0.1");
    assertThat(shown(Sum.of(1.7e308, true).plus(Sum.of(1.7e308, true)))).isEqualTo("Infinity");
  }

  @Test
  void takesWhatIsNoNumberBackAsWell() {
    Aggregate one = Sum.of(BigDecimal.ONE);
    Aggregate nan = Sum.of(Double.NaN, false);
    Aggregate infinity = Sum.of(Double.POSITIVE_INFINITY, false);
    Aggregate minusInfinity = Sum.of(Double.NEGATIVE_INFINITY, false);
    assertThat(shown(one.plus(nan))).isEqualTo("NaN");
    assertThat(shown(one.plus(infinity))).isEqualTo("Infinity");
    assertThat(shown(one.plus(minusInfinity))).isEqualTo("-Infinity");
    assertThat(shown(one.plus(minusInfinity).plus(infinity))).isEqualTo("NaN");
    assertThat(shown(one.plus(nan).plus(nan.negate()))).isEqualTo("1");
  }

  @Test
  void sumOverNullsIsZeroButHasRows() {
    Aggregate sum = KeptAs.SUM.ofRow(new RowInput(null, false, null, null));
    assertThat(shown(sum)).isEqualTo("0");
    assertThat(sum.rows()).isEqualTo(1);
    assertThat(sum.isZero()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SMALLEST", "GREATEST", "FIRST", "LAST"})
  void keepsTheBestOfLongValuesThatThereIsRoomFor(KeptAs kept) {
    List<Aggregate> rows = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      rows.add(row(kept, i, (char) ('a' + i) + "x".repeat(100_000)));
    }
    Multiset all = sum(kept, rows, 32);
    assertThat(all.isPartial()).isTrue();
    assertThat(all.size()).isEqualTo(10);
    assertThat(bytes(all)).hasSizeBetween(1_000_000, 1_060_000);
    boolean greatest = kept.kind() == AggregateKind.GREATEST;
    for (int i = 0; i < 22; i++) {
      Aggregate best = rows.get(greatest ? 31 - i : i);
      all = (Multiset) all.plus(best.negate()).capped(32);
      assertThat(all.size()).isEqualTo(Math.max(0, 9 - i));
    }
    for (int i = 22; i < 32; i++) {
      all = (Multiset) all.plus(rows.get(greatest ? 31 - i : i).negate());
    }
    assertThat(all.isZero()).isTrue();
  }

  /** Nor in the bound beyond which values are not kept. */
  @ParameterizedTest
  @ValueSource(strings = {"SMALLEST", "GREATEST", "FIRST", "LAST", "VALUES"})
  void keepsNothingOfValueThatIsLargerThanTheRoom(KeptAs kept) {
    boolean greatest = kept.kind() == AggregateKind.GREATEST;
    List<Aggregate> rows =
        List.of(
            row(kept, greatest ? 3 : 1, greatest ? "z" : "a"),
            row(kept, 2, "m\uffff" + "\uffff".repeat(700_000)),
            row(kept, greatest ? 1 : 3, greatest ? "a" : "z"));
    Multiset all = sum(kept, rows, 32);
    assertThat(all.isPartial()).isTrue();
    assertThat(all.size()).isEqualTo(kept == KeptAs.VALUES ? 0 : 1);
    assertThat(bytes(all)).hasSizeLessThan(1_200);
    Aggregate none = all;
    for (Aggregate row : rows) {
      none = none.plus(row.negate()).capped(32);
    }
    assertThat(none.isZero()).isTrue();
    Multiset roomier = sum(kept, rows, 3_000);
    assertThat(roomier.isPartial()).isFalse();
  }

  /** Whatever is kept of long values, is kept of them all. */
  @ParameterizedTest
  @ValueSource(strings = {"SMALLEST", "GREATEST", "FIRST", "LAST", "VALUES"})
  void longValuesLeaveNoTraceOnceTheyAreGone(KeptAs kept) {
    for (int history = 0; history < 20; history++) {
      List<Aggregate> rows = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String start = random.nextInt(4) + "x".repeat(random.nextInt(2) * 2_000);
        Aggregate row = row(kept, i, start + random.nextInt(8) + "y".repeat(50_000));
        rows.add(row);
        rows.add(row.negate());
      }
      Collections.shuffle(rows, random);
      assertThat(sum(kept, rows, 20).isZero()).isTrue();
    }
  }

  private static Aggregate row(Kept kept, long key, String text) {
    return kept.ofRow(new RowInput(text, false, NOON, Events.TABLE.keyOf(key)));
  }

  private static Multiset sum(Kept kept, List<Aggregate> rows, int cap) {
    Aggregate sum = kept.kind().zero();
    for (Aggregate row : rows) {
      sum = sum.plus(row).capped(cap);
    }
    return (Multiset) sum;
  }

  private static String shown(Aggregate sum) {
    return Json.text(Json.number(((Sum) sum).number()));
  }

  private static byte[] bytes(Aggregate written) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      written.writeTagged(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Aggregate any(Kept kept) {
    @Nullable Object value =
        switch (random.nextInt(6)) {
          case 0 -> null;
          case 1 -> random.nextLong();
          case 2 -> random.nextInt(10) - 5;
          case 3 -> random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY;
          default -> new BigDecimal(new BigInteger(90, random), random.nextInt(40) - 5);
        };
    long key = random.nextInt(5);
    Aggregate row = kept.ofRow(new RowInput(value, false, NOON, Events.TABLE.keyOf(key)));
    return random.nextBoolean() ? row : row.negate();
  }
}
