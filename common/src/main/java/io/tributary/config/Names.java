package io.tributary.config;

/** What names in the file may look like. */
final class Names {
  /** Features are also columns of SQL and fields in Redis, where a leading underscore is ours. */
  static final String IDENTIFIER = "[A-Za-z][A-Za-z0-9_]{0,62}";

  static final String IDENTIFIER_WORDS = "a letter, then letters, digits and underscores";

  /** Rollups and caches are also parts of Redis keys, metrics and operator names. */
  static final String LABEL = "[A-Za-z][A-Za-z0-9_-]{0,62}";

  static final String LABEL_WORDS = "a letter, then letters, digits, underscores and hyphens";

  static final String TOPIC = "[A-Za-z0-9._-]{1,249}";

  static final String TOPIC_WORDS = "letters, digits, dots, underscores and hyphens";

  static final String BROKERS = "[^,\\s]+:[0-9]+(,\\s*[^,\\s]+:[0-9]+)*";

  static final String BROKERS_WORDS = "host:port, several separated by commas";

  private Names() {}
}
