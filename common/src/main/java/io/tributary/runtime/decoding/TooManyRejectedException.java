package io.tributary.runtime.decoding;

import io.tributary.config.Percentage;
import io.tributary.event.Origin;
import java.util.Map;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * So many records were rejected that something is wrong with all of them. Flink does not try again:
 * another attempt would write the letters since the last checkpoint once more, and stop at the same
 * record.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class TooManyRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param byCode how many of them were rejected with each code
   * @param latest the record that was one too many, of which there is no letter
   * @param detail what is wrong with that one
   */
  TooManyRejectedException(
      int rejected,
      int records,
      Percentage limit,
      Map<String, Integer> byCode,
      Origin latest,
      String detail) {
    super(
        """
        %d of the last %d records were rejected, more than dead-letters.fail-above: %s allows; by code: %s.\
         The latest is %s: %s. It is not among the dead letters, nor is anything behind it.
        The job has failed for good. Remove the cause and start it from its last checkpoint, which is kept.\
         Or raise dead-letters.fail-above, to 100%% for no limit, to let such records go to the dead letters."""
            .formatted(rejected, records, limit, byCode, latest, detail));
  }
}
