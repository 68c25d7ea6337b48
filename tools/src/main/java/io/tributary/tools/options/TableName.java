package io.tributary.tools.options;

import io.tributary.event.TableId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a table's name, {@code public.user_profile}. */
public final class TableName implements ITypeConverter<TableId> {

  @Override
  public TableId convert(String text) {
    try {
      return TableId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is not a table: write schema.table");
    }
  }
}
