package io.tributary.runtime.ledger;

import io.tributary.event.ImmutableSerializer;
import io.tributary.ledger.packed.PageKey;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes the length of what stands before the number, twice, plus one where there is a number; what
 * stands there; the number, highest byte first, so that pages that follow one another do so in
 * RocksDB; and a byte which is zero for a page that rows share, else the only slot plus one.
 */
public final class PageKeySerializer extends ImmutableSerializer<PageKey> {

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(PageKey page, DataOutputView out) throws IOException {
    boolean numbered = page.number() >= 0;
    PackedPosition.writeNumber(page.prefixLength() << 1 | (numbered ? 1 : 0), out);
    out.write(page.prefix(), 0, page.prefixLength());
    if (numbered) {
      out.writeLong(page.number());
      out.writeByte(page.only() + 1);
    }
  }

  @Override
  public PageKey deserialize(DataInputView in) throws IOException {
    int length = (int) PackedPosition.readNumber(in);
    byte[] prefix = new byte[length >>> 1];
    in.readFully(prefix);
    return (length & 1) == 0
        ? PageKey.of(prefix)
        : PageKey.of(prefix, in.readLong(), in.readByte() - 1);
  }

  @Override
  public PageKeySerializer duplicate() {
    return this;
  }

  @Override
  public @Nullable PageKey createInstance() {
    return null;
  }

  @Override
  public TypeSerializerSnapshot<PageKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that state was written by this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PageKey> {
    public Snapshot() {
      super(PageKeySerializer::new);
    }
  }
}
