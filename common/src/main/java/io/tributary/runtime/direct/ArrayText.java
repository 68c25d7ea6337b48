package io.tributary.runtime.direct;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's text form of an array, for example <code>[0:2]={1,NULL,"a \"quoted\" one"}</code>.
 */
final class ArrayText {

  private final String text;
  private final char delimiter;
  private int at;

  private ArrayText(String text, char delimiter) {
    this.text = text;
    this.delimiter = delimiter;
  }

  /**
   * The elements' text forms, null for NULL. The first subscript is not kept.
   *
   * @param delimiter between elements, which the elements' type defines
   * @return null for an array of several dimensions
   */
  static @Nullable List<@Nullable String> elements(String text, char delimiter) {
    return new ArrayText(text, delimiter).read();
  }

  private @Nullable List<@Nullable String> read() {
    List<@Nullable String> elements = new ArrayList<>();
    at = text.indexOf('{') + 1;
    while (text.charAt(at) != '}') {
      switch (text.charAt(at)) {
        case '{' -> {
          return null;
        }
        case '"' -> elements.add(quoted());
        default -> elements.add(plain());
      }
      if (text.charAt(at) == delimiter) {
        at++;
      }
    }
    return elements;
  }

  private String quoted() {
    StringBuilder element = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      element.append(text.charAt(at));
      at++;
    }
    at++;
    return element.toString();
  }

  private @Nullable String plain() {
    int from = at;
    while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
      at++;
    }
    String element = text.substring(from, at);
    return element.equals("NULL") ? null : element;
  }
}
