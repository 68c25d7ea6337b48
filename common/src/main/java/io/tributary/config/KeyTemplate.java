package io.tributary.config;

import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The syntax of {@code user:{user_id}}: columns in braces, anything else as it is; doubled braces
 * are braces themselves, for keys such as {@code {user:42}:home}.
 */
final class KeyTemplate {
  static final String SYNTAX = "([^{}]|\\{\\{|\\}\\}|\\{[^{}]*[^{}\\s][^{}]*\\})+";
  static final String WORDS = "a key with columns in braces: user:{user_id}";

  private static final Pattern COLUMN_OR_BRACE = Pattern.compile("\\{\\{|\\}\\}|\\{([^{}]*)\\}");

  private KeyTemplate() {}

  /** The columns that a template names, in its order. */
  static List<String> columns(String template) {
    return COLUMN_OR_BRACE
        .matcher(template)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(Objects::nonNull)
        .toList();
  }
}
