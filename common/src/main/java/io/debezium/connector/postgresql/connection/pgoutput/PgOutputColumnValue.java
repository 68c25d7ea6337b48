package io.debezium.connector.postgresql.connection.pgoutput;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.AbstractColumnValue;
import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGmoney;

/**
 * A value of a change message of the log, in place of Debezium 1.9.8's class of this name, before
 * which it has to stand on the class path. That one takes every numeric for a decimal, and fails at
 * an infinite one, and the connector with it; and every amount of money for a double.
 *
 * <p>It is public so that one can ask where it was loaded from.
 */
public class PgOutputColumnValue extends AbstractColumnValue<String> {

  /** What {@code bytea} begins with in PostgreSQL's text form. */
  private static final int HEX_PREFIX = "\\x".length();

  private final @Nullable String text;

  /**
   * Called by Debezium.
   *
   * @param text the value in PostgreSQL's text form, null for NULL
   */
  public PgOutputColumnValue(@Nullable String text) {
    this.text = text;
  }

  @Override
  public boolean isNull() {
    return text == null;
  }

  @Override
  public @Nullable String getRawValue() {
    return text;
  }

  @Override
  public @Nullable String asString() {
    return text;
  }

  @Override
  public Boolean asBoolean() {
    return "t".equals(text);
  }

  @Override
  public Integer asInteger() {
    return Integer.valueOf(text);
  }

  @Override
  public Long asLong() {
    return Long.valueOf(text);
  }

  @Override
  public Float asFloat() {
    return Float.valueOf(text);
  }

  @Override
  public Double asDouble() {
    return Double.valueOf(text);
  }

  @Override
  public SpecialValueDecimal asDecimal() {
    return PostgresValueConverter.toSpecialValue(text)
        .orElseGet(() -> new SpecialValueDecimal(new BigDecimal(text)));
  }

  /**
   * Debezium passes on the double alone, which holds no amount beyond 2^53 cents. Here its bits are
   * the number of cents; the converter of money takes them for that.
   */
  @Override
  public PGmoney asMoney() {
    return new PGmoney(Double.longBitsToDouble(cents(text)));
  }

  /** Of {@code -$1,234.56}, as PostgreSQL has it under {@code lc_monetary = C}. */
  public static long cents(String money) {
    return Long.parseLong(money.replaceAll("[$,.]", ""));
  }

  @Override
  public byte[] asByteArray() {
    return HexFormat.of().parseHex(text, HEX_PREFIX, text.length());
  }
}
