package io.tributary.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapShareTest {

  private static final long MIB = 1L << 20;

  @Test
  void isAnEighthForAllSlotsOrWhatIsOfUse() {
    assertThat(HeapShare.of(8192 * MIB, 4, 64 * MIB)).isEqualTo(64 * MIB);
    assertThat(HeapShare.of(512 * MIB, 1, 64 * MIB)).isEqualTo(64 * MIB);
    assertThat(HeapShare.of(512 * MIB, 4, 64 * MIB)).isEqualTo(16 * MIB);
  }
}
