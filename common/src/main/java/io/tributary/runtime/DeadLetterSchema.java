package io.tributary.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.event.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A dead letter as a Kafka record:
 *
 * <pre>{@code
 * {"code":"MALFORMED_JSON","stage":"decode","table":"public.users","topic":"app.public.users",
 *  "partition":3,"offset":1042,"detail":"…"}
 * }</pre>
 *
 * <p>Its headers are those that Kafka Connect gives its own dead letters, so that tools for them
 * find the origin here too. Its key is the origin's topic and partition, which keeps their order.
 */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {

  private static final long serialVersionUID = 1L;
  private static final JsonMapper JSON = new JsonMapper();

  private final String topic;

  DeadLetterSchema(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, bytes(letter.topic() + "/" + letter.partition()), value(letter));
    Headers headers = record.headers();
    headers.add("__connect.errors.topic", bytes(letter.topic()));
    headers.add("__connect.errors.partition", bytes(Integer.toString(letter.partition())));
    headers.add("__connect.errors.offset", bytes(Long.toString(letter.offset())));
    headers.add("__connect.errors.exception.message", bytes(letter.detail()));
    headers.add("tributary.code", bytes(letter.code()));
    headers.add("tributary.stage", bytes(letter.stage()));
    return record;
  }

  private static byte[] value(DeadLetter letter) {
    ObjectNode json = JSON.createObjectNode();
    json.put("code", letter.code());
    json.put("stage", letter.stage());
    json.put("table", letter.table());
    json.put("topic", letter.topic());
    json.put("partition", letter.partition());
    json.put("offset", letter.offset());
    json.put("detail", letter.detail());
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
