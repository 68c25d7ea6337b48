package io.tributary.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads what {@link MessageWriter} wrote, in order, from the page cache. */
public final class MessageFile {

  private final ByteBuffer content;
  private final int messages;

  private MessageFile(ByteBuffer content) {
    this.content = content;
    this.messages = count(content.duplicate());
  }

  static MessageFile open(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new MessageFile(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int count(ByteBuffer content) {
    int count = 0;
    while (content.hasRemaining()) {
      skip(content);
      skip(content);
      count++;
    }
    return count;
  }

  private static void skip(ByteBuffer content) {
    content.position(content.position() + Integer.BYTES + content.getInt(content.position()));
  }

  public int messages() {
    return messages;
  }

  /** A reader of its own, at the first message. */
  public Cursor cursor() {
    return new Cursor(content.duplicate());
  }

  /** Steps through the messages: of each the key is next, then the value. */
  public static final class Cursor {

    private final ByteBuffer content;

    private Cursor(ByteBuffer content) {
      this.content = content;
    }

    public byte[] next() {
      byte[] bytes = new byte[content.getInt()];
      content.get(bytes);
      return bytes;
    }

    /** Leaves a key that is not needed where it is. */
    public void skip() {
      MessageFile.skip(content);
    }
  }
}
