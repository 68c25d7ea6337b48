package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.DeadLetter;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.runtime.ChangeStream;
import io.tributary.runtime.freshness.TableFreshness;
import io.tributary.testing.CollectingSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What marks of freshness and watermarks say in direct mode. */
@Timeout(240)
class DirectFreshnessIT {

  private static final TableId NOTES = TableId.parse("public.notes");

  @RegisterExtension static final DirectDatabase database = new DirectDatabase();

  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();

  /** When each mark says that the table is complete, and the watermark that it came with. */
  private final CollectingSink<Tuple2<Long, Long>> marks = new CollectingSink<>();

  @Test
  void anIdleTableIsFreshWhileTheSlotIsReadAndStaleWhileItIsNot(@TempDir Path directory)
      throws Exception {
    database.execute("create table notes (id int primary key)");
    database.execute("insert into notes values (1)");
    DirectJob job =
        new DirectJob(
            database.pipeline(Set.of(NOTES)),
            directory,
            new CollectingSink<DeadLetter>(),
            this::define);
    job.start();
    job.await(() -> transitions.collected().size() == 1);
    long idle = now();
    job.await(() -> latest() >= idle);

    long stopped;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // The heartbeat's statement waits for it, and the reader of the slot for the statement.
      statement.execute("lock table tributary.heartbeat in exclusive mode");
      long locked = now();
      database.execute("insert into notes values (2)");
      Awaitility.await().during(Duration.ofSeconds(3)).until(() -> latest() <= locked);
      stopped = now();
      connection.commit();
    }
    job.await(() -> latest() >= stopped);
    assertThat(transitions.collected()).as("the mark is true when it comes").hasSize(2);
    long asOf = latest();
    job.await(() -> marks.collected().stream().anyMatch(mark -> mark.f1 >= asOf - 1));
    job.kill();
  }

  private void define(ChangeStream stream) {
    stream.transitions(Map.of(NOTES, Set.of())).sinkTo(transitions).uid("transitions");
    stream
        .freshness()
        .process(new WithWatermark())
        .returns(Types.TUPLE(Types.LONG, Types.LONG))
        .uid("marks")
        .sinkTo(marks)
        .uid("marks-sink");
  }

  private long latest() {
    List<Tuple2<Long, Long>> told = marks.collected();
    return told.isEmpty() ? Long.MIN_VALUE : told.get(told.size() - 1).f0;
  }

  private static long now() throws SQLException {
    String millis = "select floor(extract(epoch from clock_timestamp()) * 1000)::bigint";
    return Long.parseLong(database.rows(millis).get(0));
  }

  private static final class WithWatermark
      extends ProcessFunction<TableFreshness, Tuple2<Long, Long>> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        TableFreshness mark, Context context, Collector<Tuple2<Long, Long>> out) {
      assertThat(mark.kind()).isEqualTo("proven");
      out.collect(Tuple2.of(mark.asOfMillis(), context.timerService().currentWatermark()));
    }
  }
}
