package io.tributary.tools.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as bytes, of any length, without their ends. */
final class Lines {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line, null after the last. Waits for it. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream begun = null;
    while (from < to || fill()) {
      int end = endOfLine();
      if (end < to && begun == null) {
        return take(end);
      }
      begun = begun == null ? new ByteArrayOutputStream(2 * BUFFER) : begun;
      begun.write(buffer, from, end - from);
      boolean complete = end < to;
      from = complete ? end + 1 : end;
      if (complete) {
        return begun.toByteArray();
      }
    }
    return begun == null ? null : begun.toByteArray();
  }

  private byte[] take(int end) {
    byte[] line = new byte[end - from];
    System.arraycopy(buffer, from, line, 0, line.length);
    from = end + 1;
    return line;
  }

  private int endOfLine() {
    int end = from;
    while (end < to && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }

  /** Whether the next line, or its beginning, is at hand, so that one need not wait for it. */
  boolean ready() throws IOException {
    return from < to || in.available() > 0;
  }
}
