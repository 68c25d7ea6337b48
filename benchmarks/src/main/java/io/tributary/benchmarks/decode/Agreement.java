package io.tributary.benchmarks.decode;

import io.tributary.event.RawRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contenders that read different things from a message do different work. */
final class Agreement {

  private Agreement() {}

  /**
   * @throws IllegalStateException where two contenders read a message differently
   */
  static void check(Map<String, Contender> contenders, List<RawRecord> messages)
      throws IOException {
    for (RawRecord message : messages) {
      @Nullable List<String> expected = null;
      for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
        List<String> told = contender.getValue().told(message);
        if (expected != null && !told.equals(expected)) {
          throw new IllegalStateException(
              "%s reads %s from message %s, not %s"
                  .formatted(contender.getKey(), told, message.origin(), expected));
        }
        expected = told;
      }
    }
  }
}
