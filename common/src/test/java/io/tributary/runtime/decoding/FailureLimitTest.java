package io.tributary.runtime.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.Percentage;
import io.tributary.event.Origin;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

  private static final Origin ORIGIN = new Origin("app.public.users", 3, 1042);

  @Test
  void takesFewRecordsForAHundred() {
    FailureLimit limit = limit("5");
    for (int i = 0; i < 5; i++) {
      limit.rejected("MALFORMED_JSON", ORIGIN, "why");
    }
    assertThatThrownBy(() -> limit.rejected("TYPE_MISMATCH", ORIGIN, "why"))
        .isInstanceOf(TooManyRejectedException.class)
        .hasMessageContaining("6 of the last 6 records")
        .hasMessageContaining("fail-above: 5%")
        .hasMessageContaining("{MALFORMED_JSON=5, TYPE_MISMATCH=1}")
        .hasMessageContaining("app.public.users/3@1042: why.");
  }

  @Test
  void neverStopsAtFewBadRecordsOfAQuietTopic() {
    FailureLimit limit = limit("50");
    reject(limit, 50);
    good(limit, 50);
    for (int i = 0; i < 100; i++) {
      good(limit, 10);
      reject(limit, 10);
    }
    assertThatThrownBy(() -> reject(limit, 1000)).hasMessageContaining("501 of the last 1000");
  }

  @Test
  void allowsTheShareAndNoMore() {
    FailureLimit limit = limit("5");
    good(limit, 950);
    reject(limit, 50);
    good(limit, 1);
    assertThatThrownBy(() -> reject(limit, 2)).hasMessageContaining("51 of the last 1000");
  }

  @Test
  void forgetsWhatIsLongAgo() {
    FailureLimit limit = limit("1");
    for (int i = 0; i < 10; i++) {
      good(limit, 990);
      reject(limit, 10);
    }
    assertThat(limit.snapshot()).hasSizeLessThan(20);
  }

  @Test
  void toleratesNothingAtZeroAndEverythingAtAHundred() {
    assertThatThrownBy(() -> reject(limit("0"), 1)).isInstanceOf(TooManyRejectedException.class);
    assertThatCode(() -> reject(limit("100"), 5000)).doesNotThrowAnyException();
  }

  @Test
  void judgesAfterARestoreAsItWouldHaveWithout() {
    FailureLimit limit = limit("5");
    good(limit, 70);
    reject(limit, 3);
    good(limit, 20);
    reject(limit, 2);
    List<String> snapshot = limit.snapshot();
    assertThat(snapshot).containsExactly("70", "CODE", "CODE", "CODE", "20", "CODE", "CODE");

    FailureLimit restored = limit("5");
    restored.restore(snapshot);
    assertThatThrownBy(() -> reject(restored, 1)).hasMessageContaining("6 of the last 96");
  }

  private static FailureLimit limit(String percent) {
    return new FailureLimit(new Percentage(new BigDecimal(percent)));
  }

  private static void good(FailureLimit limit, int count) {
    for (int i = 0; i < count; i++) {
      limit.decoded();
    }
  }

  private static void reject(FailureLimit limit, int count) {
    for (int i = 0; i < count; i++) {
      limit.rejected("CODE", ORIGIN, "why");
    }
  }
}
