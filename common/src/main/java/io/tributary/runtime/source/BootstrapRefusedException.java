package io.tributary.runtime.source;

import java.util.List;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * A job that starts without state found topics that do not reach back to a snapshot of their
 * tables. Flink does not try again: another attempt finds no more than this one.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class BootstrapRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 20;

  /**
   * @param gaps for people: topic, partition where there is one, and what is wrong with it
   */
  BootstrapRefusedException(List<String> gaps) {
    super(
        """
        the job starts without state, and its topics do not reach back to a snapshot of their tables,\
         so that rows would be missing from every result:%s
        Let the connector take a snapshot into new topics: stop it, delete these topics and its\
         offsets, start it again. Or start the job from a savepoint. Or set bootstrap: accept-partial\
         to start with what there is; rows that never appear are then unknown."""
            .formatted(shown(gaps)));
  }

  private static String shown(List<String> gaps) {
    StringBuilder shown = new StringBuilder();
    gaps.stream().limit(MOST_SHOWN).forEach(gap -> shown.append("\n- ").append(gap));
    if (gaps.size() > MOST_SHOWN) {
      shown.append("\n- and ").append(gaps.size() - MOST_SHOWN).append(" more");
    }
    return shown.toString();
  }
}
