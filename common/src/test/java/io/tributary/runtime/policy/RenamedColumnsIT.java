package io.tributary.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema.Column;
import io.tributary.event.RowTransition;
import io.tributary.runtime.kafka.KafkaTopics;
import io.tributary.runtime.ledger.LedgerHarness;
import io.tributary.runtime.ledger.LedgerStep;
import io.tributary.runtime.tables.HistoryBroker;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Privacy rules of columns that are renamed. */
@Timeout(240)
class RenamedColumnsIT {

  @RegisterExtension static final KafkaTopics TOPICS = new KafkaTopics();

  private static final HistoryBroker BROKER = new HistoryBroker(TOPICS);

  private String prefix = "";

  @BeforeEach
  void describeTheTable() throws Exception {
    prefix = BROKER.newPrefix();
    BROKER.describe(prefix, 100, 110, "1 id bigint", "2 email text");
  }

  @Test
  void aRuleFollowsItsColumnToANewNameAlsoInWhatTheLedgerRemembers() throws Exception {
    BROKER.describe(prefix, 200, 250, "1 id bigint", "2 mail text");
    try (var policy = policy("email: hmac", null);
        LedgerHarness ledger =
            new LedgerHarness(
                Set.of(users("id", "email").table()), LedgerStep.Purpose.PRESENT, false)) {
      Rows before = users("id", "email");
      Rows renamed = users("id", "mail");
      ledger.process(
          protect(policy, before.insert("0/100").set("id", 1).set("email", "a@x").event()));
      ledger.restart(1);
      ledger.process(
          protect(policy, renamed.update("0/300").set("id", 1).set("mail", "b@x").event()));

      RowTransition update = ledger.transitions().get(0);
      Object old = Objects.requireNonNull(update.before()).value("mail");
      assertThat(old).asString().startsWith("k1:");
      assertThat(Objects.requireNonNull(update.after()).value("mail"))
          .asString()
          .startsWith("k1:")
          .isNotEqualTo(old);
    }
  }

  @Test
  void aRuleOfTheNewNameItselfPrevails() throws Exception {
    BROKER.describe(prefix, 200, 250, "1 id bigint", "2 mail text");
    try (var policy = policy("email: hmac, mail: { mask: { keep-last: 1 } }", null)) {
      ChangeEvent event =
          protect(policy, users("id", "mail").insert("0/300").set("mail", "b@x").event());

      assertThat(Objects.requireNonNull(event.after()).value("mail")).isEqualTo("***x");
    }
  }

  @Test
  void aRuleIsFollowedAsSoonAsTheRenameIsKnown() throws Exception {
    try (var policy = policy("email: drop", null)) {
      BROKER.describe(prefix, 200, 250, "1 id bigint", "2 email text", "3 phone text");
      BROKER.describe(prefix, 300, 350, "1 id bigint", "2 mail text", "3 phone text");
      ChangeEvent event =
          protect(policy, users("id", "mail", "phone").insert("0/400").set("mail", "b@x").event());

      assertThat(Objects.requireNonNull(event.after()).schema().indexOf("mail")).isNegative();
    }
  }

  @Test
  void stateUnderARenamedKeyIsTakenOverUnlessItsRuleChanges() throws Exception {
    BROKER.describe(prefix, 200, 250, "1 uid bigint", "2 email text");
    OperatorSubtaskState state;
    try (var policy = policy("id: { hmac: { key: k1 } }", null)) {
      ChangeEvent event =
          protect(policy, users("uid", "email").insert("0/300").set("uid", 1).event());
      assertThat(event.lane()).contains("k1:");
      state = policy.snapshot(1, 1);
    }
    policy("id: { hmac: { key: k1 } }", state).close();
    policy("id: { hmac: { key: k1 } }, uid: { hmac: { key: k1 } }", state).close();
    assertThatThrownBy(() -> policy("id: hmac, uid: keep", state))
        .hasMessageContaining("public.users.uid");
  }

  private static Rows users(String... columns) {
    Rows rows = Rows.of("public.users");
    for (int i = 0; i < columns.length; i++) {
      Kind kind = i == 0 ? Kind.BIGINT : Kind.TEXT;
      rows =
          rows.column(columns[i], ColumnType.of(kind), Column.attribute(HistoryBroker.OID, i + 1));
    }
    return rows.key(columns[0]);
  }

  private static ChangeEvent protect(
      OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> policy, ChangeEvent event)
      throws Exception {
    policy.processElement(event, 0);
    List<ChangeEvent> out = policy.extractOutputValues();
    return out.get(out.size() - 1);
  }

  private OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> policy(
      String rules, @Nullable OperatorSubtaskState state) throws Exception {
    PipelineConfig config = BROKER.config(prefix, "5s", rules);
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new StreamFlatMap<>(new ApplyPolicy(config, config.source().kafka())));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
