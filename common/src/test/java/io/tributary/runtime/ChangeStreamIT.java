package io.tributary.runtime;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.PipelineConfig;
import io.tributary.event.DeadLetter;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.RowTransition;
import io.tributary.event.TableId;
import io.tributary.runtime.ledger.TableHorizons;
import io.tributary.testing.CollectingSink;
import io.tributary.testing.InMemoryChanges;
import io.tributary.testing.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class ChangeStreamIT {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("phone", TEXT)
          .key("id");
  private static final Rows HEARTBEATS =
      Rows.of("tributary.heartbeat").column("id", BIGINT).key("id");
  private static final TableId OTHER = TableId.parse("public.other");
  private static final PipelineConfig CONFIG =
      PipelineConfig.parse(
          """
          version: 1
          source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
          tables:
            public.users:
              key: [id]
              columns: { id: bigint, email: text, phone: text }
              pii: { email: hmac }
            tributary.heartbeat: { key: [id], columns: { id: bigint } }
          pii: { hmac: { current: k1, keys: { k1: "0123456789abcdef" } } }
          """);

  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private final InMemoryChanges changes = InMemoryChanges.withPartitions(3);
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<RowTransition> transitions = new CollectingSink<>();

  @Test
  void turnsBytesIntoTransitionsOfProtectedColumns() throws Exception {
    changes.add(USERS.insert("0/100").set("id", 1).set("email", "a@example.org").set("phone", "1"));
    changes.add(USERS.update("0/200").set("id", 1).set("email", "b@example.org").set("phone", "2"));
    changes.add(USERS.insert("0/100").set("id", 1).set("email", "a@example.org").set("phone", "1"));
    changes.add(USERS.delete("0/300").was("id", 1));
    run(Map.of(USERS.table(), Set.of("email")));

    List<RowTransition> made = transitions.collected();
    assertThat(made).extracting(RowTransition::op).containsExactly(Op.CREATE, Op.UPDATE, Op.DELETE);
    assertThat(made.get(1).before()).isEqualTo(made.get(0).after());
    assertThat(made.get(2).before()).isEqualTo(made.get(1).after());
    assertThat(Objects.requireNonNull(made.get(0).after()).schema().columns())
        .extracting(RowSchema.Column::name)
        .containsExactly("id", "email");
    assertThat(Objects.requireNonNull(made.get(0).after()).value("email"))
        .asString()
        .startsWith("k1:");
    assertThat(deadLetters.collected()).isEmpty();
  }

  @Test
  void putsAsideWhatItCannotUseAndGoesOn() throws Exception {
    changes.addText("public.users", "{");
    changes.add(USERS.insert("0/100").set("id", 1));
    changes.addText("public.users", truncate(0));
    run(Map.of(USERS.table(), Set.of()));

    assertThat(transitions.collected()).hasSize(1);
    assertThat(deadLetters.collected())
        .extracting(DeadLetter::code)
        .containsExactlyInAnyOrder("MALFORMED_JSON", TableHorizons.WITHOUT_POSITION);
    assertThat(deadLetters.collected())
        .allSatisfy(letter -> assertThat(letter.topic()).isEqualTo("app.public.users"));
  }

  @Test
  void appliesATruncateToRowsOfEveryPartition() throws Exception {
    for (int id = 0; id < 20; id++) {
      changes.add(USERS.insert("0/100").set("id", id));
    }
    changes.addText("public.users", truncate(512));
    run(Map.of(USERS.table(), Set.of()));

    assertThat(deadLetters.collected()).isEmpty();
    Map<Object, Integer> rows = new HashMap<>();
    for (RowTransition made : transitions.collected()) {
      rows.merge(made.key(), made.op() == Op.CREATE ? 1 : -1, Integer::sum);
      assertThat(made.op()).isIn(Op.CREATE, Op.TRUNCATE);
    }
    // Rows that come after the TRUNCATE, from another partition, are not told at all.
    assertThat(rows.values()).allSatisfy(left -> assertThat(left).isZero());
  }

  private static String truncate(long lsn) {
    return """
        {"op":"t","source":{"schema":"public","table":"users","ts_ms":1,"lsn":%d,"snapshot":"false"}}
        """
        .formatted(lsn);
  }

  @Test
  void keepsHeartbeatsAndOtherTablesOutOfTheTransitions() throws Exception {
    changes.add(HEARTBEATS.update("0/100").set("id", 1));
    changes.add(USERS.insert("0/200").set("id", 1));
    run(Map.of(TableId.HEARTBEAT, Set.of(), OTHER, Set.of()));

    assertThat(transitions.collected()).isEmpty();
    assertThat(deadLetters.collected()).isEmpty();
  }

  @Test
  void knowsItsRowsAfterAFailure() throws Exception {
    FAILED.set(false);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
    env.enableCheckpointing(100);
    JobEnvironment.prepared(env);
    try (ChangeStream stream =
        ChangeStream.open(env, CONFIG, new Ports(changes, deadLetters), Set.of(USERS.table()))) {
      stream
          .transitions(Map.of(USERS.table(), Set.of()))
          .map(ChangeStreamIT::failingOnceOnDelete)
          .returns(RowTransition.class)
          .uid("failing")
          .sinkTo(transitions)
          .uid("transitions");
    }
    JobClient job = env.executeAsync("change stream");
    changes.add(USERS.insert("0/100").set("id", 1).set("phone", "1"));
    transitions.await(made -> made.size() == 1);
    changes.add(USERS.delete("0/200").was("id", 1));
    changes.end();
    job.getJobExecutionResult().get();

    assertThat(FAILED).isTrue();
    assertThat(transitions.collected().stream().distinct())
        .extracting(RowTransition::op)
        .containsExactly(Op.CREATE, Op.DELETE);
    RowImage before = transitions.collected().get(transitions.collected().size() - 1).before();
    assertThat(Objects.requireNonNull(before).value("phone")).isEqualTo("1");
  }

  private static RowTransition failingOnceOnDelete(RowTransition transition) {
    if (transition.op() == Op.DELETE && FAILED.compareAndSet(false, true)) {
      throw new IllegalStateException("fails once, as it should");
    }
    return transition;
  }

  private void run(Map<TableId, Set<String>> columnsNeeded) throws Exception {
    StreamExecutionEnvironment env =
        JobEnvironment.prepared(StreamExecutionEnvironment.createLocalEnvironment(2));
    try (ChangeStream stream =
        ChangeStream.open(env, CONFIG, new Ports(changes, deadLetters), CONFIG.tables().keySet())) {
      stream.transitions(columnsNeeded).sinkTo(transitions).uid("transitions");
    }
    changes.end();
    env.execute("change stream");
  }
}
