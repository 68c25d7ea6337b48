package io.tributary.lakehouse;

import io.tributary.event.TableId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The form of a batch in checkpoints. */
final class AuditBatchSerializer implements SimpleVersionedSerializer<AuditBatch> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(AuditBatch batch) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    out.writeUTF(batch.id());
    out.writeUTF(batch.source().schema());
    out.writeUTF(batch.source().table());
    out.writeInt(batch.files().size());
    for (String file : batch.files()) {
      byte[] json = file.getBytes(StandardCharsets.UTF_8);
      out.writeInt(json.length);
      out.write(json);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public AuditBatch deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("a batch of version " + version + " is from a later release");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    String id = in.readUTF();
    TableId source = new TableId(in.readUTF(), in.readUTF());
    int size = in.readInt();
    List<String> files = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      byte[] json = new byte[in.readInt()];
      in.readFully(json);
      files.add(new String(json, StandardCharsets.UTF_8));
    }
    return new AuditBatch(id, source, files);
  }
}
