package io.tributary.decode.scan;

/**
 * The bytes in which names and constant values are expected: as Connect's converter writes them.
 */
public final class Spelling {

  private final StringBuilder text = new StringBuilder();

  /** A member's name behind {@code {} or a comma, and its colon. */
  public Spelling name(int index, String name) throws Unsure {
    text.append(index == 0 ? '{' : ',');
    return string(name).raw(":");
  }

  public Spelling string(String value) throws Unsure {
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      if (next < ' ' || next == '"' || next == '\\' || Character.isSurrogate(next)) {
        throw Unsure.INSTANCE;
      }
    }
    text.append('"').append(value).append('"');
    return this;
  }

  public Spelling raw(String json) {
    text.append(json);
    return this;
  }

  /** What was spelled since the last time this was asked for. */
  public Literal take() {
    Literal taken = Literal.of(text.toString());
    text.setLength(0);
    return taken;
  }
}
