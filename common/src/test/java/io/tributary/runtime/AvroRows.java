package io.tributary.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Changes of a table {@code public.rows} in the registry's wire format. */
final class AvroRows {

  private AvroRows() {}

  /** The envelope of a table of so many columns besides its key. */
  static Schema schema(int columns) {
    StringBuilder fields = new StringBuilder("{\"name\":\"id\",\"type\":\"long\"}");
    for (int i = 1; i <= columns; i++) {
      fields.append(
          ",{\"name\":\"c%d\",\"type\":[\"null\",\"string\"],\"default\":null}".formatted(i));
    }
    return new Schema.Parser()
        .parse(
            """
            {"type":"record","name":"Envelope","namespace":"app.public.rows","fields":[
              {"name":"before","type":["null",{"type":"record","name":"Value","fields":[%s]}],"default":null},
              {"name":"after","type":["null","Value"],"default":null},
              {"name":"op","type":"string"},
              {"name":"source","type":{"type":"record","name":"Source","fields":[
                {"name":"version","type":"string"},{"name":"schema","type":"string"},
                {"name":"table","type":"string"},{"name":"ts_ms","type":"long"},
                {"name":"txId","type":"long"},{"name":"lsn","type":"long"},
                {"name":"sequence","type":"string"},{"name":"snapshot","type":"string"}]}}]}"""
                .formatted(fields));
  }

  /** The bytes of a row of this number, whose columns tell theirs and the row's. */
  static byte[] insert(Schema schema, int number, int row, int columns) throws IOException {
    Schema value = schema.getField("after").schema().getTypes().get(1);
    GenericData.Record after = new GenericData.Record(value);
    after.put("id", (long) row);
    for (int i = 1; i <= columns; i++) {
      after.put("c" + i, i + " of " + row);
    }
    GenericData.Record source = new GenericData.Record(schema.getField("source").schema());
    source.put("version", "3.7.0.Final");
    source.put("schema", "public");
    source.put("table", "rows");
    source.put("ts_ms", 1L);
    source.put("txId", 7L);
    source.put("lsn", 100L + row);
    source.put("sequence", "[\"%d\",\"%d\"]".formatted(99 + row, 100 + row));
    source.put("snapshot", "false");
    GenericData.Record envelope = new GenericData.Record(schema);
    envelope.put("after", after);
    envelope.put("op", "c");
    envelope.put("source", source);
    return framed(schema, number, envelope);
  }

  private static byte[] framed(Schema schema, int number, GenericData.Record record)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
