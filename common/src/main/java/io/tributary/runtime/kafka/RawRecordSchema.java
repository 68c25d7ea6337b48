package io.tributary.runtime.kafka;

import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Takes a Kafka record as it is: decoding can fail, and a source has no way to put that aside. */
public final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {

  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    out.collect(raw(record));
  }

  public static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    List<RawRecord.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new RawRecord.Header(header.key(), header.value()));
    }
    Origin origin = new Origin(record.topic(), record.partition(), record.offset());
    return new RawRecord(origin, record.timestamp(), record.key(), record.value(), headers);
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
