package io.tributary.config;

import java.util.List;
import java.util.regex.Pattern;

/** The syntax of {@code user:{user_id}}: columns in braces, anything else as it is. */
final class KeyTemplate {
  static final String SYNTAX = "([^{}]|\\{[^{}]*[^{}\\s][^{}]*\\})+";
  static final String WORDS = "a key with columns in braces: user:{user_id}";

  private static final Pattern COLUMN = Pattern.compile("\\{([^{}]*)\\}");

  private KeyTemplate() {}

  /** The columns that a template names, in its order. */
  static List<String> columns(String template) {
    return COLUMN.matcher(template).results().map(match -> match.group(1)).toList();
  }
}
