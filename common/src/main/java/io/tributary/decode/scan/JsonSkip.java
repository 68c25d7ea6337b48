package io.tributary.decode.scan;

/** Moves a cursor behind a value of any kind that the tree path is sure to accept, too. */
public final class JsonSkip {

  private static final int DEEPEST = 32;
  private static final int LONGEST_NAME = 1000;
  private static final int LONGEST_NUMBER = 300;
  private static final Literal TRUE = Literal.of("true");
  private static final Literal FALSE = Literal.of("false");

  private JsonSkip() {}

  public static void value(JsonCursor in) throws Unsure {
    value(in, DEEPEST);
  }

  private static void value(JsonCursor in, int depth) throws Unsure {
    if (depth == 0) {
      throw Unsure.INSTANCE;
    }
    switch (in.peek()) {
      case '"' -> in.string();
      case '{' -> object(in, depth);
      case '[' -> array(in, depth);
      case 't' -> in.expect(TRUE);
      case 'f' -> in.expect(FALSE);
      case 'n' -> {
        if (!in.acceptNull()) {
          throw Unsure.INSTANCE;
        }
      }
      default -> number(in);
    }
  }

  private static void object(JsonCursor in, int depth) throws Unsure {
    in.expect('{');
    if (in.peek() == '}') {
      in.expect('}');
      return;
    }
    while (true) {
      in.string();
      if (in.textEnd() - in.textStart() > LONGEST_NAME) {
        throw Unsure.INSTANCE;
      }
      in.expect(':');
      value(in, depth - 1);
      if (in.peek() == '}') {
        in.expect('}');
        return;
      }
      in.expect(',');
    }
  }

  private static void array(JsonCursor in, int depth) throws Unsure {
    in.expect('[');
    if (in.peek() == ']') {
      in.expect(']');
      return;
    }
    while (true) {
      value(in, depth - 1);
      if (in.peek() == ']') {
        in.expect(']');
        return;
      }
      in.expect(',');
    }
  }

  /** A number; its exponent is short, as the tree refuses those that are too large. */
  static void number(JsonCursor in) throws Unsure {
    int start = in.position();
    if (in.peek() == '-') {
      in.expect('-');
    }
    int whole = in.skipDigits();
    if (whole > 1 && in.json()[in.position() - whole] == '0') {
      throw Unsure.INSTANCE;
    }
    if (in.peek() == '.') {
      in.expect('.');
      in.skipDigits();
    }
    exponent(in);
    if (in.position() - start > LONGEST_NUMBER) {
      throw Unsure.INSTANCE;
    }
  }

  private static void exponent(JsonCursor in) throws Unsure {
    if ((in.peek() | 0x20) != 'e') {
      return;
    }
    in.moveTo(in.position() + 1);
    if (in.peek() == '-' || in.peek() == '+') {
      in.moveTo(in.position() + 1);
    }
    if (in.skipDigits() > 3) {
      throw Unsure.INSTANCE;
    }
  }
}
