package io.tributary.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlinkClusterTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private FlinkCluster flink;
  private FlinkSubmission job;

  @BeforeAll
  void compileJob(Stack stack, @TempDir Path directory) throws IOException {
    job = FlinkSubmission.of(CountingJob.jar(directory.resolve("counting.jar")), "--name", "count");
    flink = stack.flink();
  }

  @Test
  void restoresItsJobsWhenTaskManagerOrJobManagerIsKilled() {
    String id = flink.submit(job);
    flink.awaitRunning(id, SOON);
    await().atMost(SOON).until(() -> flink.job(id).checkpointsCompleted() > 0);

    flink.taskManager().kill();
    flink.taskManager().start();
    await().atMost(SOON).until(() -> flink.job(id).restored() > 0);
    flink.awaitRunning(id, SOON);

    flink.jobManager().kill();
    flink.startAfresh();
    Optional<Path> checkpoint = flink.latestRetainedCheckpoint(id);
    assertThat(checkpoint).isPresent();
    assertThat(flink.submit(job.resuming(id, checkpoint))).isEqualTo(id);
    flink.awaitRunning(id, SOON);
    assertThat(flink.job(id).restored()).isEqualTo(1);
    flink.cancel(id, SOON);
    assertThat(flink.job(id).state()).isEqualTo("CANCELED");
    assertThat(flink.latestRetainedCheckpoint(id)).isPresent();
  }

  @Test
  void saysWhatTheMainMethodSaidWhenItDidNotSubmit() {
    assertThatThrownBy(() -> flink.submit(FlinkSubmission.of(job.jar(), "--fail")))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("asked to fail");
    assertThatThrownBy(() -> flink.submit(FlinkSubmission.of(job.jar(), "--refuse")))
        .isInstanceOf(JobRefusedException.class)
        .hasMessage("asked to refuse");
  }
}
