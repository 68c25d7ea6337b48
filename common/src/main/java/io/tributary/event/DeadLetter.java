package io.tributary.event;

/**
 * A record that could not be used, and why. It names where the record lies and quotes nothing of
 * it, so that it can leave the pipeline without taking a protected value along.
 *
 * @param code what is wrong, for programs: {@code MALFORMED_JSON}
 * @param stage the step that refused it: {@code decode}, {@code ledger}, {@code rollup}
 * @param table {@code public.users}, empty where it could not be read
 * @param detail what is wrong, for people
 */
public record DeadLetter(
    String code,
    String stage,
    String table,
    String topic,
    int partition,
    long offset,
    String detail) {

  public static DeadLetter of(
      String code, String stage, String table, Origin origin, String detail) {
    return new DeadLetter(
        code, stage, table, origin.topic(), origin.partition(), origin.offset(), detail);
  }
}
