/*
 * Copyright Debezium Authors.
 *
 * Licensed under the Apache Software License version 2.0, available at http://www.apache.org/licenses/LICENSE-2.0
 */
package io.debezium.connector.postgresql.connection.pgoutput;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.AbstractColumnValue;
import io.debezium.data.SpecialValueDecimal;
import io.debezium.util.Strings;
import java.math.BigDecimal;

/**
 * Debezium 1.9.8's class of this name, which has to stand before it on the class path. It fails at
 * an infinite numeric, and its connector with it; this one knows it. It is public so that its place
 * can be told from that of the other.
 *
 * @author Chris Cranford
 */
public class PgOutputColumnValue extends AbstractColumnValue<String> {

  private final String value;

  public PgOutputColumnValue(String value) {
    this.value = value;
  }

  @Override
  public String getRawValue() {
    return value;
  }

  @Override
  public boolean isNull() {
    return value == null;
  }

  @Override
  public String asString() {
    return value;
  }

  @Override
  public Boolean asBoolean() {
    return "t".equalsIgnoreCase(value);
  }

  @Override
  public Integer asInteger() {
    return Integer.valueOf(value);
  }

  @Override
  public Long asLong() {
    return Long.valueOf(value);
  }

  @Override
  public Float asFloat() {
    return Float.valueOf(value);
  }

  @Override
  public Double asDouble() {
    return Double.valueOf(value);
  }

  @Override
  public SpecialValueDecimal asDecimal() {
    return PostgresValueConverter.toSpecialValue(value)
        .orElseGet(() -> new SpecialValueDecimal(new BigDecimal(value)));
  }

  @Override
  public byte[] asByteArray() {
    return Strings.hexStringToByteArray(value.substring(2));
  }
}
