package io.tributary.runtime.ledger;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * State cannot be continued by the definitions of the pipeline's file. Flink does not try again:
 * another attempt has the same state and the same file.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class DefinitionsRefusedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * @param problem what is wrong, and what to do
   */
  public DefinitionsRefusedException(String problem) {
    super(problem);
  }

  /** The same about what the ledger refuses. */
  DefinitionsRefusedException(IllegalStateException refused) {
    super(refused.getMessage(), refused);
  }
}
