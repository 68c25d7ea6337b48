package io.tributary.runtime.direct;

import io.debezium.connector.postgresql.connection.pgoutput.PgOutputColumnValue;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.math.BigDecimal;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * Writes {@code money} as a decimal with two digits behind the point, from the number of cents,
 * which Debezium 1.9.8 hands over as the bits of a double.
 *
 * <p>It is public because Debezium makes it, from its name.
 *
 * @see PgOutputColumnValue#asMoney()
 */
public final class ExactMoney implements CustomConverter<SchemaBuilder, RelationalColumn> {

  static final String NAME = "money";

  private static final int DIGITS = 2;

  @Override
  public void configure(Properties settings) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    if (column.nativeType() == Oid.MONEY) {
      registration.register(SchemaBuilder.string(), ExactMoney::convert);
    }
  }

  private static @Nullable Object convert(@Nullable Object value) {
    return value instanceof Double cents ? amount(Double.doubleToRawLongBits(cents)) : null;
  }

  /** Of PostgreSQL's text. */
  static String amount(String text) {
    return amount(PgOutputColumnValue.cents(text));
  }

  private static String amount(long cents) {
    return BigDecimal.valueOf(cents, DIGITS).toPlainString();
  }
}
