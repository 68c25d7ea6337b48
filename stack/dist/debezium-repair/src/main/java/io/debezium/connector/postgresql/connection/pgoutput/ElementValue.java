package io.debezium.connector.postgresql.connection.pgoutput;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.util.PGbytea;

/** An element of an array by its text, to be read as a column's value in the log is. */
public final class ElementValue extends PgOutputColumnValue {

  public ElementValue(String text) {
    super(text);
  }

  /** In either form of {@code bytea_output}. */
  @Override
  public byte[] asByteArray() {
    try {
      return PGbytea.toBytes(asString().getBytes(StandardCharsets.US_ASCII));
    } catch (SQLException e) {
      throw new IllegalArgumentException("no text of a bytea", e);
    }
  }
}
