package io.tributary.caching;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.caching.logic.Invalidation;
import io.tributary.caching.logic.InvalidationPlanner;
import io.tributary.caching.logic.InvalidationRule;
import io.tributary.caching.logic.KeyTemplate;
import io.tributary.event.DeadLetter;
import io.tributary.event.Origin;
import io.tributary.event.RowTransition;
import io.tributary.runtime.deadletters.DeadLetters;
import io.tributary.testing.Rows;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanInvalidationsHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");

  private OneInputStreamOperatorTestHarness<RowTransition, Invalidation> step;

  @BeforeEach
  void open() throws Exception {
    List<KeyTemplate> keys =
        List.of(KeyTemplate.parse("user:{id}"), KeyTemplate.parse("mail:{email}"));
    InvalidationRule rule = new InvalidationRule("profile", USERS.table(), keys);
    step =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new PlanInvalidations(new InvalidationPlanner(List.of(rule)))));
    step.open();
  }

  @AfterEach
  void close() throws Exception {
    step.close();
  }

  @Test
  void emitsAnInvalidationPerKeyWithTheCommitBehindIt() throws Exception {
    RowTransition insert = USERS.insert("0/1").set("id", 7).set("email", "a").transition();

    step.processElement(new StreamRecord<>(insert));

    assertThat(step.extractOutputValues())
        .containsExactly(
            new Invalidation("user:7", insert.committedAtMicros()),
            new Invalidation("mail:a", insert.committedAtMicros()));
    assertThat(step.getSideOutput(DeadLetters.TAG)).isNull();
  }

  @Test
  void sendsOneDeadLetterWithoutValuesForWhatItCannotCompute() throws Exception {
    RowTransition update =
        USERS
            .update("0/1")
            .was("id", 7)
            .set("email", "private")
            .from("app.public.users", 2, 99)
            .transition();

    step.processElement(new StreamRecord<>(update));

    assertThat(step.extractOutputValues())
        .extracting(Invalidation::key)
        .containsExactly("user:7", "mail:private");
    assertThat(step.getSideOutput(DeadLetters.TAG))
        .extracting(StreamRecord::getValue)
        .containsExactly(
            DeadLetter.of(
                "CACHE_COLUMN_UNAVAILABLE",
                "caching",
                "public.users",
                0,
                new Origin("app.public.users", 2, 99),
                "cache profile: mail:{email} of the old row needs column email, which is"
                    + " unavailable"));
  }
}
