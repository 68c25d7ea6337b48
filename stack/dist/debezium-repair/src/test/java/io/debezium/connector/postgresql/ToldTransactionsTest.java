package io.debezium.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToldTransactionsTest {

  private static final int LAPS = 3;
  private static final int MANY = 1 << 16;

  private final ToldTransactions told = new ToldTransactions();

  @Test
  void areSeenByASnapshotThatIsTakenAfterTheirEnd() {
    assertThat(told.areAheadOf(snapshot("100:100:"))).isFalse();
    told.add(98);
    told.add(100);
    assertThat(told.areAheadOf(snapshot("101:101:"))).isFalse();
    assertThat(told.areAheadOf(snapshot("99:102:99"))).isFalse();
  }

  @Test
  void areAheadWhileTheyRunAndWhenNoneThatIsLaterHasEnded() {
    told.add(100);
    assertThat(told.areAheadOf(snapshot("98:103:98,100"))).isTrue();
    assertThat(told.areAheadOf(snapshot("100:100:"))).isTrue();
  }

  @Test
  void areComparedAcrossTheEndOfTheNumbers() {
    told.add(0xFFFFFFFE);
    assertThat(told.areAheadOf(snapshot("8589934592:8589934599:"))).as("the next lap").isFalse();
    assertThat(told.areAheadOf(snapshot("8589934590:8589934599:8589934590"))).isTrue();
    assertThat(told.areAheadOf(snapshot("8589934589:8589934589:"))).isTrue();
    assertThat(told.areAheadOf(snapshot("5000000000:5000000000:"))).as("long ago").isFalse();
  }

  @Test
  void forgetsWhatVeryManyHaveFollowed() {
    told.add(7);
    for (int i = 0; i < LAPS * MANY; i++) {
      told.add(1000 + i);
    }
    PgSnapshot runs = snapshot("7:900000:7");
    assertThat(told.areAheadOf(runs)).isFalse();
    told.add(7);
    assertThat(told.areAheadOf(runs)).isTrue();
  }

  private static PgSnapshot snapshot(String text) {
    return PgSnapshot.valueOf(text);
  }
}
