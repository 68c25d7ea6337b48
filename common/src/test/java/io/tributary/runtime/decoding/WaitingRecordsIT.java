package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.config.PipelineConfig;
import io.tributary.decode.ChangeEventDecoder;
import io.tributary.decode.Decoded;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ChangeEvent;
import io.tributary.event.DeadLetter;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.event.RowImage;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.runtime.tables.HistoryBroker;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records that wait for the schema history, which comes late or does not explain them. */
@Timeout(240)
class WaitingRecordsIT {

  @RegisterExtension static final KafkaTopics TOPICS = new KafkaTopics();

  private static final HistoryBroker BROKER = new HistoryBroker(TOPICS);

  private final AtomicInteger waits = new AtomicInteger();
  private String prefix = "";

  @BeforeEach
  void describeTheTable() throws Exception {
    prefix = BROKER.newPrefix();
    BROKER.describe(prefix, 100, 110, "1 id bigint", "2 email text");
  }

  @Test
  void aRowOfARetypeWaitsForItsEntry() throws Exception {
    try (DescribedDecoder decoder = decoder("30s")) {
      CompletableFuture<Decoded> decoded =
          CompletableFuture.supplyAsync(() -> decode(decoder, record("5")));
      await().atMost(Duration.ofMinutes(1)).until(() -> waits.get() == 1);
      BROKER.describe(prefix, 200, 250, "1 id bigint", "2 email integer");

      RowImage after = ((Decoded.Change) decoded.join()).event().after();
      assertThat(Objects.requireNonNull(after).value("email")).isEqualTo(5);
    }
  }

  @Test
  void aRowThatNoEntryExplainsIsRejectedAndTheNextOfItsKindDoesNotWait() throws Exception {
    try (DescribedDecoder decoder = decoder("100ms")) {
      for (int i = 0; i < 3; i++) {
        assertThat(decode(decoder, record("false")))
            .isEqualTo(
                new Decoded.Rejected(
                    DecodeError.TYPE_MISMATCH,
                    Rows.of("public.users").table(),
                    "column email: expected a string, found a boolean;"
                        + " no entry of the schema history explains it"));
      }
      assertThat(waits).hasValue(1);
      assertThat(decode(decoder, record("\"a@x\""))).isInstanceOf(Decoded.Change.class);
    }
  }

  @Test
  void aRowThatNoEntryExplainsGoesToTheDeadLettersWithoutItsValues() throws Exception {
    PipelineConfig config = BROKER.config(prefix, "100ms", "email: hmac");
    try (var harness =
        new OneInputStreamOperatorTestHarness<RawRecord, ChangeEvent>(
            new ProcessOperator<>(new Decode(config, config.source().kafka(), Map.of())))) {
      harness.open();
      harness.processElement(record("[\"grace@example.org\"]"), 0);

      DeadLetter letter = harness.getSideOutput(DeadLetters.TAG).element().getValue();
      assertThat(letter.code()).isEqualTo("TYPE_MISMATCH");
      assertThat(letter.table()).isEqualTo("public.users");
      assertThat(letter.detail()).endsWith("; no entry of the schema history explains it");
      assertThat(letter.toString()).doesNotContain("grace");
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  private DescribedDecoder decoder(String patience) throws InterruptedException {
    PipelineConfig config = BROKER.config(prefix, patience, "");
    WireFormat format = WireFormat.DEFAULT.withTopicPrefix(prefix);
    return DescribedDecoder.open(
        config,
        config.source().kafka(),
        tables -> ChangeEventDecoder.of(tables, format),
        waits::incrementAndGet);
  }

  private static Decoded decode(DescribedDecoder decoder, RawRecord record) {
    try {
      return decoder.decode(record);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RawRecord record(String email) {
    String value =
        """
        {"before":null,"after":{"id":1,"email":%s},"op":"c","ts_ms":1,
         "source":{"schema":"public","table":"users","lsn":300,"txId":9,"sequence":"[\\"200\\",\\"300\\"]","ts_ms":1}}
        """
            .formatted(email);
    return new RawRecord(
        new Origin(prefix + ".public.users", 0, 0),
        1,
        "{\"id\":1}".getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
