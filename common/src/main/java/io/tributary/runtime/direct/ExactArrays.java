package io.tributary.runtime.direct;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;

/**
 * Writes arrays from PostgreSQL's text form of them, in place of what Debezium 1.9.8 makes of what
 * the driver makes of it: NULL where an element is a numeric NaN, an infinity, an enum's NULL or a
 * {@code time(3)}; other days before 1582; 24:00 as 00:00; rows of a second dimension as null or as
 * the names of Java's arrays.
 *
 * <p>An array of several dimensions becomes one that holds NULL alone, by which the decoder knows
 * that the value is lost. So does one that cannot be read, of which Debezium would make NULL.
 *
 * <p>It is public because Debezium makes it, from its name.
 */
public final class ExactArrays implements CustomConverter<SchemaBuilder, RelationalColumn> {

  static final String NAME = "arrays";
  static final String TYPES = "types";

  private static final List<@Nullable Object> UNKNOWN = Collections.singletonList(null);

  private ArrayTypes types = new ArrayTypes(Map.of());

  /** What a connector that uses it has to be set to. */
  static void into(Properties settings, ArrayTypes types) {
    settings.merge("converters", NAME, (others, own) -> others + "," + own);
    settings.put(NAME + ".type", ExactArrays.class.getName());
    settings.put(NAME + "." + TYPES, types.toSetting());
  }

  @Override
  public void configure(Properties settings) {
    types = ArrayTypes.ofSetting(settings.getProperty(TYPES));
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    ArrayTypes.Elements elements = types.byOid().get(column.nativeType());
    if (elements != null) {
      registration.register(
          SchemaBuilder.array(elements.form().schema()), value -> convert(value, elements));
    }
  }

  /** NULL for NULL, and for what an update has left unchanged, as Debezium has it. */
  private static @Nullable Object convert(@Nullable Object value, ArrayTypes.Elements elements) {
    return value instanceof PgArray array ? read(array.toString(), elements) : null;
  }

  private static List<@Nullable Object> read(String array, ArrayTypes.Elements elements) {
    List<@Nullable String> texts = ArrayText.elements(array, elements.delimiter());
    if (texts == null) {
      return UNKNOWN;
    }
    List<@Nullable Object> values = new ArrayList<>(texts.size());
    for (String text : texts) {
      try {
        values.add(text == null ? null : elements.form().parse(text));
      } catch (IllegalArgumentException e) {
        return UNKNOWN;
      }
    }
    return values;
  }
}
