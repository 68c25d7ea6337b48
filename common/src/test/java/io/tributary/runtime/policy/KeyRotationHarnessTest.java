package io.tributary.runtime.policy;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.ChangeEvent;
import io.tributary.event.RowImage;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to tokens, and to what is kept under them, when {@code pii.hmac.current} changes.
 */
@SuppressWarnings("NullAway.Init") // Each test opens its harness first.
class KeyRotationHarnessTest {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("email", TEXT)
          .column("phone", TEXT)
          .column("city", TEXT)
          .key("email");
  private static final Rows ORDERS =
      Rows.of("public.orders").column("id", BIGINT).column("email", TEXT).key("id");
  private static final String PINNED = "{ hmac: { key: k1 } }";

  private OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void keepsJoinsAndLanesOfPinnedColumnsThroughARotation() throws Exception {
    harness = open("k1", PINNED, PINNED, null);
    ChangeEvent user = protect(USERS.insert("0/100").set("email", "a@x").set("phone", "17"));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();

    harness = open("k2", PINNED, PINNED, state);
    ChangeEvent again = protect(USERS.update("0/200").set("email", "a@x").set("phone", "17"));
    ChangeEvent order = protect(ORDERS.insert("0/300").set("id", 1).set("email", "a@x"));
    assertThat(again.lane()).isEqualTo(user.lane()).startsWith("public.users/k1:");
    assertThat(after(order).value("email")).isEqualTo(after(user).value("email"));
    assertThat(after(user).value("phone")).asString().startsWith("k1:");
    assertThat(after(again).value("phone")).asString().startsWith("k2:");
  }

  @Test
  void keepsTokensWhereThePinnedKeyIsTheCurrentOne() throws Exception {
    harness = open("k1", "hmac", "hmac", null);
    protect(USERS.insert("0/100").set("email", "a@x"));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = open("k2", PINNED, PINNED, state);
    assertThat(protect(USERS.insert("0/100").set("email", "a@x")).lane()).contains("k1:");
  }

  @Test
  void refusesStateWhoseRowsAreNamedByTokensOfAnotherKey() throws Exception {
    harness = open("k1", "hmac", PINNED, null);
    protect(USERS.insert("0/100").set("email", "a@x"));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = open("k1", "hmac", PINNED, null);
    assertThatThrownBy(() -> open("k2", "hmac", PINNED, state))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("public.users.email")
        .hasMessageContaining("hmac: { key: k1 }")
        .hasMessageContaining("docs/privacy.md");
    assertThatThrownBy(() -> open("k1", "keep", PINNED, state)).hasMessageContaining("\"keep\"");
  }

  @Test
  void refusesAnEntityUnderAnotherKeyThoughNoRowWasSeen() throws Exception {
    harness = open("k1", PINNED, "hmac", null);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    assertThatThrownBy(() -> open("k2", PINNED, "hmac", state))
        .hasMessageContaining("public.orders.email");
  }

  @Test
  void letsARuleOfAnyOtherColumnChange() throws Exception {
    harness = open("k1", PINNED, PINNED, null);
    protect(USERS.insert("0/100").set("email", "a@x").set("city", "X"));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = open("k2", PINNED, PINNED, state);
    assertThat(harness.getOutput()).isEmpty();
  }

  private ChangeEvent protect(RowChange change) throws Exception {
    harness.processElement(change.event(), 0);
    List<ChangeEvent> out = harness.extractOutputValues();
    return out.get(out.size() - 1);
  }

  private static RowImage after(ChangeEvent event) {
    return Objects.requireNonNull(event.after());
  }

  private static OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> open(
      String current, String userRule, String orderRule, @Nullable OperatorSubtaskState state)
      throws Exception {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
            redis: { url: "redis://none" }
            tables:
              public.users: { pii: { email: %s, phone: hmac } }
              public.orders: { pii: { email: %s } }
            pii: { hmac: { current: %s, keys: { k1: 0123456789abcdef, k2: fedcba9876543210 } } }
            rollups:
              spend:
                from: public.orders
                entity: email
                event-time: at
                features: { orders: { count: true, over: lifetime } }
            """
                .formatted(userRule, orderRule, current));
    OneInputStreamOperatorTestHarness<ChangeEvent, ChangeEvent> harness =
        new OneInputStreamOperatorTestHarness<>(new StreamFlatMap<>(new ApplyPolicy(config, null)));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
