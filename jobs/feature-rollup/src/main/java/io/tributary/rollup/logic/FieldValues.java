package io.tributary.rollup.logic;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Values by field in the order of their definition: few, and made for every update. */
final class FieldValues extends AbstractMap<String, String> {

  private final String[] fieldsAndValues;
  private int end;

  FieldValues(int most) {
    fieldsAndValues = new String[2 * most];
  }

  /** Adds the value of a field that has none as yet. */
  void append(String field, String value) {
    fieldsAndValues[end] = field;
    fieldsAndValues[end + 1] = value;
    end += 2;
  }

  @Override
  public int size() {
    return end / 2;
  }

  @Override
  public @Nullable String get(Object field) {
    for (int i = 0; i < end; i += 2) {
      if (fieldsAndValues[i].equals(field)) {
        return fieldsAndValues[i + 1];
      }
    }
    return null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < end; i += 2) {
      action.accept(fieldsAndValues[i], fieldsAndValues[i + 1]);
    }
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return FieldValues.this.size();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, String>> {

    private int next;

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public Map.Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      next += 2;
      return Map.entry(fieldsAndValues[next - 2], fieldsAndValues[next - 1]);
    }
  }
}
