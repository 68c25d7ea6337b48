package io.tributary.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The syntax of {@code user:{user_id}}: columns in braces, anything else as it is; {@code {{} and
 * {@code }}} are braces themselves, for keys such as {@code {user:42}:home}.
 */
final class KeyTemplate {
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

  /** What is wrong with a template; empty for nothing. */
  static Optional<String> problem(String template) {
    if (columns(template).stream().anyMatch(String::isBlank)) {
      return Optional.of("has braces without a column");
    }
    String rest = COLUMN_OR_BRACE.matcher(template).replaceAll("");
    return rest.contains("{") || rest.contains("}")
        ? Optional.of("has a brace without its partner")
        : Optional.empty();
  }
}
