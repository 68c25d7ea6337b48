package io.tributary.decode.values;

import java.util.Arrays;

/** The texts that {@link Placeholder} takes for its own in any type, as bytes. */
public final class PlaceholderBytes {

  private final byte[][] forms;
  private final int shortest;

  PlaceholderBytes(byte[]... forms) {
    this.forms = forms;
    this.shortest = Arrays.stream(forms).mapToInt(form -> form.length).min().orElse(0);
  }

  public boolean mayBe(byte[] utf8, int start, int end) {
    if (end - start < shortest) {
      return false;
    }
    for (byte[] form : forms) {
      if (form.length == end - start && Arrays.equals(form, 0, form.length, utf8, start, end)) {
        return true;
      }
    }
    return false;
  }
}
