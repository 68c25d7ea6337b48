package io.tributary.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads values of which a stream has few, one often after the other: tables, topics,
 * schemas. The same bytes give the same object, without being decoded again. For one thread.
 */
final class MemoizingCodec<T> {

  private final Function<T, byte[]> encode;
  private final Function<byte[], T> decode;
  private final Map<Bytes, T> known = new HashMap<>();
  private byte[] scratch = new byte[64];
  private byte @Nullable [] lastRead;
  private @Nullable T lastValue;
  private byte @Nullable [] lastWritten;
  private @Nullable T lastEncoded;

  MemoizingCodec(Function<T, byte[]> encode, Function<byte[], T> decode) {
    this.encode = encode;
    this.decode = decode;
  }

  static MemoizingCodec<String> texts() {
    return new MemoizingCodec<>(
        text -> text.getBytes(StandardCharsets.UTF_8),
        bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  void write(T value, DataOutputView out) throws IOException {
    byte[] bytes = lastWritten;
    if (bytes == null || value != lastEncoded) {
      bytes = encode.apply(value);
      lastWritten = bytes;
      lastEncoded = value;
    }
    Framing.writeBytes(bytes, out);
  }

  T read(DataInputView in) throws IOException {
    int length = (int) Framing.readUnsigned(in);
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    in.readFully(scratch, 0, length);
    T value = lastValue;
    if (value == null
        || lastRead == null
        || !Arrays.equals(scratch, 0, length, lastRead, 0, lastRead.length)) {
      lastRead = Arrays.copyOf(scratch, length);
      value = known.computeIfAbsent(Bytes.of(lastRead), key -> decode.apply(key.content()));
      lastValue = value;
    }
    return value;
  }
}
