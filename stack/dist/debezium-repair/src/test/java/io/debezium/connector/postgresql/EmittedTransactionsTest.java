package io.debezium.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmittedTransactionsTest {

  private static final int LAPS = 3;
  private static final int MANY = 1 << 16;

  private final EmittedTransactions emitted = new EmittedTransactions();

  @Test
  void areSeenByASnapshotThatIsTakenAfterTheirEnd() {
    assertThat(emitted.areAheadOf(snapshot("100:100:"))).isFalse();
    emitted.add(98);
    emitted.add(100);
    assertThat(emitted.areAheadOf(snapshot("101:101:"))).isFalse();
    assertThat(emitted.areAheadOf(snapshot("99:102:99"))).isFalse();
  }

  @Test
  void areAheadWhileTheyRunAndWhenNoneThatIsLaterHasEnded() {
    emitted.add(100);
    assertThat(emitted.areAheadOf(snapshot("98:103:98,100"))).isTrue();
    assertThat(emitted.areAheadOf(snapshot("100:100:"))).isTrue();
  }

  @Test
  void areComparedAcrossTheEndOfTheNumbers() {
    emitted.add(0xFFFFFFFE);
    assertThat(emitted.areAheadOf(snapshot("8589934592:8589934599:"))).as("the next lap").isFalse();
    assertThat(emitted.areAheadOf(snapshot("8589934590:8589934599:8589934590"))).isTrue();
    assertThat(emitted.areAheadOf(snapshot("8589934589:8589934589:"))).isTrue();
    assertThat(emitted.areAheadOf(snapshot("5000000000:5000000000:"))).as("long ago").isFalse();
  }

  @Test
  void forgetsWhatVeryManyHaveFollowed() {
    emitted.add(7);
    for (int i = 0; i < LAPS * MANY; i++) {
      emitted.add(1000 + i);
    }
    PgSnapshot runs = snapshot("7:900000:7");
    assertThat(emitted.areAheadOf(runs)).isFalse();
    emitted.add(7);
    assertThat(emitted.areAheadOf(runs)).isTrue();
  }

  private static PgSnapshot snapshot(String text) {
    return PgSnapshot.valueOf(text);
  }
}
