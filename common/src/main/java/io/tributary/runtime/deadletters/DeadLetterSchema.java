package io.tributary.runtime.deadletters;

import io.tributary.deadletter.Letter;
import io.tributary.event.DeadLetter;
import io.tributary.event.RawRecord;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A dead letter as a Kafka record; {@link Letter} says what is in it. */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final String job;

  DeadLetterSchema(String topic, String job) {
    this.topic = topic;
    this.job = job;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter what, KafkaSinkContext context, Long timestamp) {
    Letter letter = new Letter(what, job);
    // A letter's time is that of its writing; Flink's timestamp is the commit's.
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, letter.key(), letter.value());
    for (RawRecord.Header header : letter.headers()) {
      record.headers().add(header.name(), header.value());
    }
    return record;
  }
}
