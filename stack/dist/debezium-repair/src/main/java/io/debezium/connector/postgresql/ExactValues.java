package io.debezium.connector.postgresql;

import io.debezium.connector.postgresql.connection.ReplicationMessageColumnValueResolver;
import io.debezium.connector.postgresql.connection.pgoutput.ElementValue;
import io.debezium.relational.Column;
import io.debezium.relational.ValueConverter;
import io.debezium.relational.ValueConverterProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;

/**
 * Writes values as Debezium's own converters do, but arrays from PostgreSQL's text of them: each
 * element is read and written as a column of its type is in the stream. Debezium 3.7.0 reads them
 * from what the driver makes of an array, where dates lose their era or calendar, times their
 * digits, and an enum's NULL the record; arrays of {@code interval}, {@code name}, {@code xml},
 * {@code money}, {@code bit varying} and {@code point} it leaves out.
 *
 * <p>An array of several dimensions, which a schema cannot describe, becomes one that holds NULL
 * alone. So does one that an update left unchanged, where its elements can hold no {@link
 * ArrayPlaceholder}. NULL is an array that is NULL.
 */
final class ExactValues implements ValueConverterProvider {

  private static final List<@Nullable Object> LOST = Collections.singletonList(null);

  private final ValueConverterProvider debezium;
  private final byte[] placeholder;
  private @Nullable TypeRegistry types;

  /**
   * @param placeholder {@code unavailable.value.placeholder}
   */
  ExactValues(ValueConverterProvider debezium, byte[] placeholder) {
    this.debezium = debezium;
    this.placeholder = placeholder;
  }

  /** Has to come before any table, as nothing else gives an array's type. */
  void know(TypeRegistry known) {
    types = known;
  }

  @Override
  public @Nullable SchemaBuilder schemaBuilder(Column column) {
    PostgresType element = elementOf(column);
    if (element == null) {
      return debezium.schemaBuilder(column);
    }
    SchemaBuilder schema = debezium.schemaBuilder(elementColumn(column, element));
    return schema == null ? null : SchemaBuilder.array(schema.optional().build());
  }

  @Override
  public @Nullable ValueConverter converter(Column column, @Nullable Field field) {
    PostgresType element = elementOf(column);
    if (field == null) {
      return null;
    }
    ValueConverter usual = debezium.converter(column, field);
    if (element == null) {
      return usual == null ? null : ExactScalars.over(usual, column, field.schema());
    }
    Column elements = elementColumn(column, element);
    ValueConverter each =
        converter(elements, new Field(elements.name(), 0, field.schema().valueSchema()));
    return each == null ? null : value -> convert(value, element, each, usual, field.schema());
  }

  private @Nullable Object convert(
      @Nullable Object value,
      PostgresType element,
      ValueConverter each,
      @Nullable ValueConverter usual,
      Schema schema) {
    if (value instanceof PgArray array) {
      return read(array.toString(), element, each);
    } else if (value == null) {
      Object preset = schema.defaultValue();
      return schema.isOptional() ? null : preset == null ? List.of() : preset;
    } else if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
      List<Object> unchanged = ArrayPlaceholder.of(placeholder, schema.valueSchema());
      return unchanged == null ? LOST : unchanged;
    }
    return usual == null ? LOST : usual.convert(value);
  }

  private List<@Nullable Object> read(String text, PostgresType element, ValueConverter each) {
    List<@Nullable String> elements = ArrayText.elements(text, delimiter(element));
    if (elements == null) {
      return LOST;
    }
    List<@Nullable Object> values = new ArrayList<>(elements.size());
    for (String value : elements) {
      values.add(value == null ? null : each.convert(resolve(value, element)));
    }
    return values;
  }

  /** Of a domain's values Debezium writes the text, as of those of a type that it does not know. */
  private Object resolve(String text, PostgresType element) {
    return element.isRootType()
        ? ReplicationMessageColumnValueResolver.resolveValue(
            element.getName(),
            element,
            element.getName(),
            new ElementValue(text),
            null,
            true,
            types)
        : text;
  }

  /** A comma but for these types of PostgreSQL's and of PostGIS. */
  private static char delimiter(PostgresType element) {
    return switch (element.getName()) {
      case "box" -> ';';
      case "geometry", "geography" -> ':';
      default -> ',';
    };
  }

  private @Nullable PostgresType elementOf(Column column) {
    return types == null ? null : types.get(column.nativeType()).getElementType();
  }

  private static Column elementColumn(Column array, PostgresType element) {
    return Column.editor()
        .name(array.name() + "-element")
        .type(element.getName())
        .jdbcType(element.getJdbcId())
        .nativeType(element.getOid())
        .length(array.length())
        .scale(array.scale().orElse(null))
        .optional(true)
        .create();
  }
}
