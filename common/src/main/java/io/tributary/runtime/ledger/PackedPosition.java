package io.tributary.runtime.ledger;

import io.tributary.event.Op;
import io.tributary.event.SourcePosition;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A position in few bytes: a byte of flags, then numbers in groups of seven bits, least first. The
 * position's own LSN is written as its distance from the commit before it, which is short.
 *
 * <pre>
 *   flags: bits 0-2 operation (0 t, 1 d, 2 r, 3 c, 4 u), 3 streamed, 4 epoch follows,
 *          5 number in the transaction follows, 6 and 7 the caller's
 * </pre>
 */
final class PackedPosition {

  private static final String OPS = "tdrcu";
  private static final int OP = 0x07;
  private static final int STREAMED = 0x08;
  private static final int EPOCH = 0x10;
  private static final int ORDER = 0x20;

  /** Flags that belong to whoever writes the position. */
  static final int OWN = 0x40;

  private PackedPosition() {}

  /**
   * @param own {@link #OWN} or 0
   */
  static void write(SourcePosition position, int own, DataOutputView out) throws IOException {
    int flags = own | OPS.indexOf(position.op().letter());
    flags |= position.streamed() ? STREAMED : 0;
    flags |= position.epoch() != 0 ? EPOCH : 0;
    flags |= position.transactionOrder() != 0 ? ORDER : 0;
    out.writeByte(flags);
    if (position.epoch() != 0) {
      writeNumber(position.epoch(), out);
    }
    writeNumber(position.commitPosition(), out);
    writeSigned(position.lsn() - position.commitPosition(), out);
    if (position.transactionOrder() != 0) {
      writeNumber(position.transactionOrder(), out);
    }
  }

  /**
   * @param flags the first byte, which the caller has read to see its own flags
   */
  static SourcePosition read(int flags, DataInputView in) throws IOException {
    int op = flags & OP;
    if (op >= OPS.length()) {
      throw new IOException("a position names an unknown operation " + op);
    }
    int epoch = (flags & EPOCH) == 0 ? 0 : (int) readNumber(in);
    long commit = readNumber(in);
    long lsn = commit + readSigned(in);
    long order = (flags & ORDER) == 0 ? 0 : readNumber(in);
    return new SourcePosition(
        epoch, commit, (flags & STREAMED) != 0, lsn, order, op(OPS.charAt(op)));
  }

  /** The operation of a letter that state was written with. */
  static Op op(char letter) throws IOException {
    Op op = Op.ofLetter(letter);
    if (op == null) {
      throw new IOException("a position names an unknown operation '" + letter + "'");
    }
    return op;
  }

  static void writeSigned(long number, DataOutputView out) throws IOException {
    writeNumber(number << 1 ^ number >> 63, out);
  }

  static long readSigned(DataInputView in) throws IOException {
    long number = readNumber(in);
    return number >>> 1 ^ -(number & 1);
  }

  static void writeNumber(long number, DataOutputView out) throws IOException {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long readNumber(DataInputView in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int group = in.readUnsignedByte();
      number |= (long) (group & 0x7F) << shift;
      if (group < 0x80) {
        return number;
      }
    }
    throw new IOException("a number in a ledger's state has no end");
  }
}
