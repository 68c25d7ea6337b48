package io.tributary.runtime.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.junit.jupiter.api.Test;

class ResumeOffsetTest {

  private static final Offset IDLE =
      offset(Map.of("lsn", "100", "lsn_proc", "300", "lsn_commit", "300", "ts_usec", "7"));

  @Test
  void asksForWhatNoRecordHasAndKeepsTheLastCommit() {
    assertThat(ResumeOffset.of(IDLE).getOffset())
        .isEqualTo(Map.of("lsn", "299", "lsn_commit", "300", "ts_usec", "7"));
  }

  @Test
  void changesNothingASecondTime() {
    Offset once = ResumeOffset.of(IDLE);
    assertThat(ResumeOffset.of(once).getOffset()).isEqualTo(once.getOffset());
  }

  @Test
  void beginsWithTheTransactionThatWasNotComplete() {
    Offset inside = offset(Map.of("lsn", "450", "lsn_proc", "450", "lsn_commit", "300"));
    assertThat(ResumeOffset.of(inside).getOffset())
        .isEqualTo(Map.of("lsn", "299", "lsn_commit", "300"));
  }

  @Test
  void staysWhereItIsBeforeTheFirstCommit() {
    Offset first = offset(Map.of("lsn", "120", "lsn_proc", "120"));
    assertThat(ResumeOffset.of(first).getOffset()).isEqualTo(Map.of("lsn", "120"));
  }

  @Test
  void accountsForTheHighestOfItsPositions() {
    assertThat(ResumeOffset.knownUpTo(IDLE)).isEqualTo(300);
    assertThat(ResumeOffset.knownUpTo(offset(Map.of("lsn", "450", "lsn_commit", "300"))))
        .isEqualTo(450);
    assertThat(ResumeOffset.knownUpTo(offset(Map.of("lsn", "120")))).isEqualTo(120);
  }

  private static Offset offset(Map<String, String> positions) {
    return new PostgresOffsetFactory().newOffset(positions);
  }
}
