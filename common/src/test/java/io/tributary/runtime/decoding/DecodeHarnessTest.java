package io.tributary.runtime.decoding;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.deadletter.ReplayHeaders;
import io.tributary.event.ChangeEvent;
import io.tributary.event.DeadLetter;
import io.tributary.event.Origin;
import io.tributary.event.RawRecord;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.testing.DebeziumJson;
import io.tributary.testing.Rows;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Each test opens its harness first.
class DecodeHarnessTest {

  private static final String TOPIC = "app.public.users";
  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");

  private OneInputStreamOperatorTestHarness<RawRecord, ChangeEvent> harness;
  private final Map<Integer, Long> read = new HashMap<>();

  /** Of each partition, what goes in comes out as a change, as a letter or as a counted skip. */
  @Test
  void conservesTheRecordsOfEachPartition() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    harness = open("fail-above: 100%", null);
    Map<Integer, Long> skipped = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      int partition = random.nextInt(3);
      int kind = random.nextInt(5);
      if (kind == 0) {
        process(partition, "{\"after\":");
      } else if (kind == 1) {
        process(partition, (String) null);
        skipped.merge(partition, 1L, Long::sum);
      } else if (kind == 2) {
        process(partition, "{\"op\":\"u\",\"source\":{\"schema\":\"public\",\"table\":\"none\"}}");
      } else {
        harness.processElement(good(partition), 0);
      }
    }
    for (int partition = 0; partition < 3; partition++) {
      int number = partition;
      long changes =
          harness.extractOutputValues().stream()
              .filter(change -> change.origin().partition() == number)
              .map(ChangeEvent::origin)
              .distinct()
              .count();
      long dead =
          letters().stream()
              .filter(letter -> letter.partition() == number)
              .map(DeadLetter::origin)
              .distinct()
              .count();
      assertThat(changes + dead + skipped.getOrDefault(partition, 0L))
          .as("partition %d, seed %d", partition, seed)
          .isEqualTo(read.get(partition));
    }
  }

  @Test
  void stopsTheJobBeforeItDrainsATopic() throws Exception {
    harness = open("fail-above: 2%", null);
    process(0, "{");
    process(0, "{");
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
    assertThatThrownBy(() -> process(0, "{"))
        .hasStackTraceContaining("3 of the last 3 records")
        .hasStackTraceContaining("MALFORMED_JSON=3")
        .hasStackTraceContaining(TOPIC + "/0@2");
    assertThat(letters()).hasSize(2);
    harness.close();

    harness = open("fail-above: 2%", checkpoint);
    assertThatThrownBy(() -> process(0, "{")).hasStackTraceContaining("3 of the last 3 records");
    harness.close();

    harness = open("fail-above: 3%", checkpoint);
    process(0, "{");
    assertThat(letters()).hasSize(1);
  }

  /** Of a topic that nothing describes, say, from its first record on. */
  @Test
  void stopsByDefaultWhereMostRecordsAreRejected() throws Exception {
    harness = open("", null);
    for (int i = 0; i < 50; i++) {
      process(0, "{");
    }
    assertThatThrownBy(() -> process(0, "{"))
        .hasStackTraceContaining("51 of the last 51 records")
        .hasStackTraceContaining("fail-above: 50%");
    assertThat(letters()).hasSize(50);
  }

  /** Else a job would stop, and then stop at the replay topic again, however it was restarted. */
  @Test
  void doesNotStopAtAReplayOfRecordsThatAreStillBad() throws Exception {
    harness = open("topic: dead, fail-above: 2%", null);
    for (int offset = 0; offset < 200; offset++) {
      RawRecord bad =
          new RawRecord(next(0), 0, null, "{".getBytes(StandardCharsets.UTF_8), List.of());
      harness.processElement(replay(bad, 1), 0);
    }
    assertThat(letters()).hasSize(200).allMatch(letter -> letter.attempt() == 1);
  }

  @Test
  void putsNoValueOfARecordIntoALetter() throws Exception {
    harness = open("", null);
    process(0, "{\"email\":\"grace@example.org\"");
    process(
        0,
        """
        {"op":"c","source":{"schema":"public","table":"users","ts_ms":1},"before":null,
         "after":{"id":"grace@example.org","email":"grace@example.org"}}
        """);
    assertThat(letters()).hasSize(2);
    assertThat(letters().toString()).doesNotContain("grace");
    assertThat(letters())
        .extracting(DeadLetter::payload)
        .allSatisfy(payload -> assertThat(payload).startsWith("{\"policy\":\"redacted\""));
  }

  @Test
  void leavesOutWhatWasReplayedInAFormerEpoch() throws Exception {
    harness = open("topic: dead", null);
    RawRecord good = good(0);
    for (int epoch = 0; epoch <= 1; epoch++) {
      harness.processElement(replay(good, epoch), 0);
    }
    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(letters()).isEmpty();
  }

  private static RawRecord replay(RawRecord record, int epoch) {
    return new RawRecord(
        new Origin(ReplayHeaders.topic("dead"), 0, record.origin().offset()),
        0,
        record.key(),
        record.value(),
        ReplayHeaders.with(record, epoch, 1));
  }

  private List<DeadLetter> letters() {
    @Nullable Iterable<org.apache.flink.streaming.runtime.streamrecord.StreamRecord<DeadLetter>>
        output = harness.getSideOutput(DeadLetters.TAG);
    if (output == null) {
      return List.of();
    }
    return java.util.stream.StreamSupport.stream(output.spliterator(), false)
        .map(record -> record.getValue())
        .toList();
  }

  private RawRecord good(int partition) {
    Origin origin = next(partition);
    return DebeziumJson.record(USERS.insert("0/100").set("id", origin.offset()).event(), origin);
  }

  private void process(int partition, @Nullable String value) throws Exception {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    harness.processElement(new RawRecord(next(partition), 0, null, bytes, List.of()), 0);
  }

  private Origin next(int partition) {
    long offset = read.merge(partition, 1L, Long::sum) - 1;
    return new Origin(TOPIC, partition, offset);
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, ChangeEvent> open(
      String deadLetters, @Nullable OperatorSubtaskState state) throws Exception {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { epoch: 1, kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
            tables:
              public.users: { key: [id], columns: { id: bigint, email: text }, pii: { email: drop } }
            dead-letters: { %s }
            """
                .formatted(deadLetters));
    OneInputStreamOperatorTestHarness<RawRecord, ChangeEvent> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new Decode(config, null, Map.of())));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
