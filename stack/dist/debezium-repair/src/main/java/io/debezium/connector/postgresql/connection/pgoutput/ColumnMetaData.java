package io.debezium.connector.postgresql.connection.pgoutput;

import io.debezium.connector.postgresql.PostgresType;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TypeInfo;

/**
 * A column as a relation message of the log describes it, in place of Debezium 3.7.0's class of
 * this name.
 *
 * <p>That one takes the type's name, by which values are then read, and whether the column may be
 * NULL from the catalog at the moment when the message is read. While a connector is behind, the
 * catalog tells of a column as it has become since: a text of before is written as {@code false}
 * when the column is a boolean by now, a NULL as 0 when it is NOT NULL by now. Here the type comes
 * from the log, and as that does not mention NOT NULL, any column may be NULL. One with a default
 * is left as the catalog has it: were it nullable, converters to Avro would write the default for
 * NULL, and nobody could tell the two apart.
 *
 * @see <a href="https://github.com/debezium/debezium/pull/7851">debezium/dbz#2232</a>
 */
public class ColumnMetaData {

  /** What PostgreSQL writes for a type without parameters. */
  private static final int NO_MODIFIER = -1;

  private final String columnName;
  private final PostgresType postgresType;
  private final boolean key;
  private final boolean optional;
  private final @Nullable String defaultValueExpression;
  private final boolean hasDefaultValue;
  private final int length;
  private final int scale;

  /**
   * Called by Debezium.
   *
   * @param mayBeNull by the catalog of now
   * @param nameInCatalog the type's name in the catalog of now
   */
  ColumnMetaData(
      String columnName,
      PostgresType postgresType,
      boolean key,
      boolean mayBeNull,
      boolean hasDefaultValue,
      @Nullable String defaultValueExpression,
      int modifier,
      @Nullable String nameInCatalog) {
    this.columnName = columnName;
    this.postgresType = postgresType;
    this.key = key;
    this.optional = mayBeNull || !(key || hasDefaultValue);
    this.hasDefaultValue = hasDefaultValue;
    this.defaultValueExpression = defaultValueExpression;
    TypeInfo types = postgresType.getTypeInfo();
    if (postgresType.isVector()) {
      this.length = modifier;
      this.scale = 0;
    } else if (modifier == NO_MODIFIER || types == null) {
      this.length = postgresType.getDefaultLength();
      this.scale = postgresType.getDefaultScale();
    } else {
      this.length = types.getPrecision(postgresType.getOid(), modifier);
      this.scale = types.getScale(postgresType.getOid(), modifier);
    }
  }

  public String getColumnName() {
    return columnName;
  }

  public PostgresType getPostgresType() {
    return postgresType;
  }

  public boolean isKey() {
    return key;
  }

  public boolean isOptional() {
    return optional;
  }

  public boolean hasDefaultValue() {
    return hasDefaultValue;
  }

  public @Nullable String getDefaultValueExpression() {
    return defaultValueExpression;
  }

  public int getLength() {
    return length;
  }

  public int getScale() {
    return scale;
  }

  /** The name with its parameters: {@code numeric(12,2)}. */
  public String getTypeName() {
    if (postgresType.isVector()) {
      return length == NO_MODIFIER ? getDriverTypeName() : getDriverTypeName() + "(" + length + ")";
    }
    boolean plain = length == postgresType.getDefaultLength() && scale == 0;
    return plain ? getDriverTypeName() : getDriverTypeName() + "(" + length + "," + scale + ")";
  }

  /**
   * The name by which Debezium reads the values. Of a domain over an enum it is the enum's, as
   * Debezium knows no labels of a domain, and would look them up again for each row.
   */
  public String getDriverTypeName() {
    PostgresType root = postgresType.getRootType();
    return root.isEnumType() ? root.getName() : postgresType.getName();
  }
}
