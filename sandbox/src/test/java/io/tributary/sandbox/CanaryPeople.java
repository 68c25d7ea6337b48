package io.tributary.sandbox;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.JSON;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static io.tributary.event.ColumnType.Kind.TIMESTAMPTZ;

import io.tributary.event.ColumnType;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Changes of people whose protected columns are canaries, in every kind of record: inserts, updates
 * with an unavailable column, a key change, and what cannot be decoded.
 */
final class CanaryPeople {

  private static final Rows PEOPLE =
      Rows.of("public.people")
          .column("email", TEXT)
          .column("phone", TEXT)
          .column("name", TEXT)
          .column("bio", TEXT)
          .column("notes", ColumnType.arrayOf(ColumnType.of(TEXT)))
          .column("prefs", JSON)
          .column("plan", TEXT)
          .column("at", TIMESTAMPTZ)
          .key("email");
  private static final Rows HEARTBEAT =
      Rows.of("tributary.heartbeat").column("id", INTEGER).column("n", BIGINT).key("id");
  private static final String NOON = "2026-02-28T12:00:00Z";

  private final String prefix;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int commits;

  /**
   * @param prefix of the topics
   */
  CanaryPeople(String prefix) {
    this.prefix = prefix;
  }

  /** Every value that was written and that a rule protects. */
  List<Canary> canaries() {
    List<Canary> canaries = new ArrayList<>();
    values.forEach((name, value) -> canaries.add(new Canary(name, value)));
    return canaries;
  }

  /** A value that nothing else contains, and that every encoding writes differently. */
  private String canary(String name) {
    return values.computeIfAbsent(name, any -> "cänary \"%s\"/%s=17".formatted(name, prefix));
  }

  /** Writes all of it. */
  void write(String kafka) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      write(producer, person(PEOPLE.insert(lsn()), "email"));
      write(producer, person(PEOPLE.update(lsn()), "email").unavailable("bio"));
      write(producer, person(PEOPLE.insert(lsn()), "live email"));
      write(
          producer,
          PEOPLE
              .delete(lsn())
              .was("email", canary("email"))
              .linkedTo(PEOPLE.keyOf(canary("new email"))));
      write(
          producer,
          person(PEOPLE.insert("0/" + commits + "00"), "new email")
              .linkedTo(PEOPLE.keyOf(canary("email"))));
      write(producer, key("malformed"), "{\"after\":{\"email\":\"" + canary("malformed") + "\"");
      write(producer, canary("key that is not JSON").replace('"', '\''), envelope("\"x\""));
      write(producer, key("type error"), envelope("\"" + json(canary("type error")) + "\""));
      RawRecord beat =
          DebeziumJson.record(
              HEARTBEAT.update(lsn()).set("id", 1).committedAt("2026-02-28T12:10:00Z").event(),
              new Origin(prefix + ".tributary.heartbeat", 0, 0));
      producer.send(new ProducerRecord<>(beat.origin().topic(), beat.key(), beat.value())).get();
    }
  }

  private String topic() {
    return prefix + ".public.people";
  }

  private RowChange person(RowChange change, String email) {
    int n = ++commits;
    return change
        .set("email", canary(email))
        .set("phone", canary("phone " + n))
        .set("name", canary("name " + n))
        .set("bio", canary("bio " + n))
        .set("notes", List.of(canary("note " + n), "plain"))
        .set("prefs", "{\"a\": \"" + json(canary("pref " + n)) + "\"}")
        .set("plan", "pro")
        .set("at", NOON)
        .committedAt(NOON);
  }

  private String key(String email) {
    return "{\"email\":\"" + json(canary(email)) + "\"}";
  }

  private String envelope(String at) {
    return """
        {"op":"c","before":null,"after":{"email":"%s","phone":"%s","name":null,"bio":null,"notes":null,
         "prefs":null,"plan":"pro","at":%s},
         "source":{"schema":"public","table":"people","ts_ms":1772280000000,"lsn":9999,"sequence":"[null,\\"9999\\"]"}}
        """
        .formatted(json(canary("type error")), json(canary("bad phone")), at);
  }

  private static String json(String text) {
    return text.replace("\"", "\\\"");
  }

  private String lsn() {
    return "0/" + ++commits + "00";
  }

  private void write(KafkaProducer<byte[], byte[]> producer, RowChange change) throws Exception {
    RawRecord record = DebeziumJson.record(change.event(), new Origin(topic(), 0, 0));
    ProducerRecord<byte[], byte[]> out =
        new ProducerRecord<>(topic(), record.key(), record.value());
    record.headers().forEach(header -> out.headers().add(header.name(), header.value()));
    producer.send(out).get();
  }

  private void write(KafkaProducer<byte[], byte[]> producer, String key, String value)
      throws Exception {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    producer
        .send(new ProducerRecord<>(topic(), utf8, value.getBytes(StandardCharsets.UTF_8)))
        .get();
  }
}
