package io.tributary.event;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primary key of a row: its columns and their values.
 *
 * @param columns the key's columns in the key's order, complete
 */
public record RowKey(RowImage columns) implements Serializable {

  public RowKey {
    if (!columns.isComplete()) {
      throw new IllegalArgumentException("a key knows all of its columns: " + columns);
    }
  }

  /**
   * The values joined with {@code |}, for example {@code 42} or {@code 42|web}; {@code |} and
   * {@code \} inside a value are escaped with {@code \}; bytes are base64, NULL is {@code \N}; a
   * {@code ,} follows each element of an array. Equal for equal keys of one table, and for no
   * others.
   */
  public String text() {
    String text = text(0);
    for (int i = 1; i < columns.schema().size(); i++) {
      text = text + '|' + text(i);
    }
    return text;
  }

  /** The text behind another; one number, as most keys are, is written without a detour. */
  String textAfter(String text, char separator) {
    if (!isWholeNumber()) {
      return text + separator + text();
    }
    return text + separator + wholeNumber();
  }

  /** The text in UTF-8 behind other bytes. */
  byte[] bytesAfter(byte[] bytes) {
    long number = isWholeNumber() ? wholeNumber() : -1;
    if (number >= 0) {
      return digitsAfter(bytes, number);
    }
    byte[] text = text().getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(bytes, bytes.length + text.length);
    System.arraycopy(text, 0, both, bytes.length, text.length);
    return both;
  }

  private static byte[] digitsAfter(byte[] bytes, long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    byte[] both = Arrays.copyOf(bytes, bytes.length + digits);
    long rest = number;
    for (int at = both.length - 1; at >= bytes.length; at--) {
      both[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return both;
  }

  private long wholeNumber() {
    return new PackedReader(columns.packed(), ColumnStates.length(1)).readSigned();
  }

  private boolean isWholeNumber() {
    return columns.schema().size() == 1
        && ColumnStates.of(columns.packed(), 0) == ColumnStates.VALUE
        && switch (columns.schema().column(0).type().kind()) {
          case SMALLINT, INTEGER, BIGINT -> true;
          default -> false;
        };
  }

  private String text(int column) {
    Object value = columns.value(column);
    return value instanceof Integer || value instanceof Long
        ? value.toString()
        : escape(value, "|");
  }

  private static String escape(@Nullable Object value, String separator) {
    return value == null
        ? "\\N"
        : text(value).replace("\\", "\\\\").replace(separator, "\\" + separator);
  }

  private static String text(Object value) {
    if (value instanceof Bytes bytes) {
      return bytes.toBase64();
    } else if (value instanceof List<?> elements) {
      return text(elements);
    } else if (value instanceof Map<?, ?> map) {
      List<@Nullable Object> entries = new ArrayList<>();
      map.forEach(
          (name, of) -> {
            entries.add(name);
            entries.add(of);
          });
      return text(entries);
    }
    return value.toString();
  }

  private static String text(List<?> elements) {
    StringBuilder text = new StringBuilder();
    elements.forEach(element -> text.append(escape(element, ",")).append(','));
    return text.toString();
  }

  /** Names the key's columns; a key can be personal data, so its values are not shown. */
  @Override
  public String toString() {
    return "RowKey" + columns;
  }
}
