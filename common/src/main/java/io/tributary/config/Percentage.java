package io.tributary.config;

import io.tributary.config.binding.Scalar;
import io.tributary.config.binding.Shapes;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A share of a whole, written {@code 5%} or {@code 0.5%}.
 *
 * @param percent from 0 to 100
 */
public record Percentage(BigDecimal percent) implements Serializable {

  private static final String PATTERN = "[0-9]{1,3}(\\.[0-9]{1,6})?%";
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  static Optional<Percentage> parse(String text) {
    if (!text.matches(PATTERN)) {
      return Optional.empty();
    }
    BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
    return percent.compareTo(HUNDRED) > 0 ? Optional.empty() : Optional.of(new Percentage(percent));
  }

  static void addTo(Shapes shapes) {
    shapes.with(
        Percentage.class,
        new Scalar<>(
            "percentage",
            Percentage::parse,
            Percentage::toString,
            "write a number from 0 to 100 and %, for example 5% or 0.5%",
            PATTERN));
  }

  /** Whether {@code part} of {@code whole} is a greater share than this. */
  public boolean isExceededBy(long part, long whole) {
    return BigDecimal.valueOf(part)
            .multiply(HUNDRED)
            .compareTo(percent.multiply(BigDecimal.valueOf(whole)))
        > 0;
  }

  @Override
  public String toString() {
    return percent.toPlainString() + "%";
  }
}
