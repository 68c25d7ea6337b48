package io.tributary.tools.dlq;

import static io.tributary.tools.dlq.RefusingJob.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.deadletter.ReplayHeaders;
import io.tributary.runtime.kafka.RawRecordSchema;
import io.tributary.testing.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a replay, and however many run at once: each record is replayed once, in order. */
@Timeout(240)
class ReplayOnceIT {

  private static final int RECORDS = 60;

  /** So that a replay takes a few seconds, and what is cut off is most likely half of a batch. */
  private static final String[] SLOWLY = {"replay", "--rate", "15/s"};

  @RegisterExtension static final TestKafka KAFKA = new TestKafka();

  @TempDir static Path directory;

  private RefusingJob job;

  @BeforeEach
  void refuseManyRecords() throws Exception {
    job = RefusingJob.withTopics(KAFKA.bootstrapServers(), directory);
    job.create(ReplayHeaders.topic(job.deadLetterTopic()));
    for (int i = 0; i < RECORDS; i++) {
      job.write(job.users.insert("0/" + (100 + i)).set("id", i % 7));
      job.writeLetter("ANY", "decode", "it", i);
    }
    job.commit("it", RECORDS);
  }

  @AfterEach
  void close() {
    job.close();
  }

  @Test
  void oneThatIsKilledIsGoneOnWithByTheNext() throws Exception {
    Process killed = process(SLOWLY);
    try {
      await().atMost(RefusingJob.SOON).until(() -> !replayed().isEmpty());
    } finally {
      killed.destroyForcibly();
    }
    assertThat(killed.waitFor()).isNotZero();
    int before = replayed().size();
    assertThat(before).isBetween(1, RECORDS - 1);

    Run ran = job.dlq(USERS, "replay");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("already replayed before: ");
    assertAllAreReplayedOnce();
    assertThat(job.dlq(USERS, "replay").out()).contains("replayed: 0");
    assertAllAreReplayedOnce();
  }

  @Test
  void oneThatIsInterruptedLeavesTheRestToTheNext() throws Exception {
    CompletableFuture<Run> ran = new CompletableFuture<>();
    Thread interrupted = new Thread(() -> ran.complete(dlq(SLOWLY)));
    interrupted.start();
    await().atMost(RefusingJob.SOON).until(() -> !replayed().isEmpty());
    interrupted.interrupt();

    assertThat(ran.get(30, TimeUnit.SECONDS).exit()).isEqualTo(3);
    assertThat(replayed()).hasSizeLessThan(RECORDS);
    assertThat(job.dlq(USERS, "replay").exit()).isZero();
    assertAllAreReplayedOnce();
  }

  @Test
  void oneThatStartsBesideAnotherGoesOnAlone() throws Exception {
    CompletableFuture<Run> first = CompletableFuture.supplyAsync(() -> dlq(SLOWLY));
    await().atMost(RefusingJob.SOON).until(() -> !replayed().isEmpty());

    Run second = job.dlq(USERS, "replay");

    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(first.get(30, TimeUnit.SECONDS).exit()).isEqualTo(1);
    assertThat(first.get().err()).contains("another replay has begun and goes on from here");
    assertAllAreReplayedOnce();
  }

  private void assertAllAreReplayedOnce() {
    assertThat(replayed()).containsExactlyElementsOf(LongStream.range(0, RECORDS).boxed().toList());
  }

  /** The offsets of the records that a job would read in the replay topic. */
  private List<Long> replayed() {
    TopicPartition partition = new TopicPartition(ReplayHeaders.topic(job.deadLetterTopic()), 0);
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            KAFKA.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest");
    List<Long> offsets = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          offsets.add(
              Objects.requireNonNull(ReplayHeaders.origin(RawRecordSchema.raw(record))).offset());
        }
      }
    }
    return offsets;
  }

  private Run dlq(String... arguments) {
    try {
      return job.dlq(USERS, arguments);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command in a process of its own. */
  private Process process(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), CommandProcess.class.getName()));
    command.add("dlq");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--pipeline", job.pipeline(USERS).toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("process.log").toFile())
        .start();
  }
}
