package io.tributary.tools.decode;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an interval in ISO-8601 amounts to, in the three units that PostgreSQL keeps apart. */
record Interval(long months, long days, BigDecimal seconds) {

  private static final String NUMBER = "(?:(-?[0-9.]+)%s)?";
  private static final Pattern ISO =
      Pattern.compile(
          "P"
              + NUMBER.formatted("Y")
              + NUMBER.formatted("M")
              + NUMBER.formatted("D")
              + "(?:T"
              + NUMBER.formatted("H")
              + NUMBER.formatted("M")
              + NUMBER.formatted("S")
              + ")?");

  static Interval of(String iso) {
    Matcher parts = ISO.matcher(iso);
    if (!parts.matches()) {
      throw new IllegalArgumentException(iso);
    }
    BigDecimal minutes = number(parts, 4).multiply(BigDecimal.valueOf(60)).add(number(parts, 5));
    BigDecimal seconds = minutes.multiply(BigDecimal.valueOf(60)).add(number(parts, 6));
    return new Interval(
        number(parts, 1).longValueExact() * 12 + number(parts, 2).longValueExact(),
        number(parts, 3).longValueExact(),
        seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros());
  }

  private static BigDecimal number(Matcher parts, int group) {
    String text = parts.group(group);
    return text == null ? BigDecimal.ZERO : new BigDecimal(text);
  }
}
