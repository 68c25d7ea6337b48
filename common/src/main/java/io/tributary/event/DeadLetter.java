package io.tributary.event;

/**
 * A record that could not be used, and why. It names where the record lies and quotes nothing of
 * it, so that it can leave the pipeline without taking a protected value along; what it carries of
 * the record was made fit to travel before it got in here.
 *
 * @param code what is wrong, for programs: {@code MALFORMED_JSON}
 * @param stage the step that refused it: {@code decode}, {@code ledger}, {@code rollup}
 * @param table {@code public.users}, empty where it could not be read
 * @param epoch that of the source when the record was read, see {@link SourcePosition}
 * @param detail what is wrong, for people
 * @param attempt how often the record had been replayed when it was refused: 0 for the first time
 * @param payload what of the record travels along, a JSON object whose form {@code
 *     dead-letters.payload} says; empty where the step no longer has the record
 */
public record DeadLetter(
    String code,
    String stage,
    String table,
    int epoch,
    String topic,
    int partition,
    long offset,
    String detail,
    int attempt,
    String payload) {

  /** The letter of a record that was read for the first time, without what travels of it. */
  public static DeadLetter of(
      String code, String stage, String table, int epoch, Origin origin, String detail) {
    return new DeadLetter(
        code,
        stage,
        table,
        epoch,
        origin.topic(),
        origin.partition(),
        origin.offset(),
        detail,
        0,
        "");
  }

  /** The letter of a change that was decoded, of which a later step cannot make anything. */
  public static DeadLetter of(String code, String stage, ChangeEvent event, String detail) {
    return of(
        code, stage, event.table().toString(), event.position().epoch(), event.origin(), detail);
  }

  /** The letter of a transition of which a job cannot make anything. */
  public static DeadLetter of(String code, String stage, RowTransition transition, String detail) {
    return of(code, stage, transition.asEvent(), detail);
  }

  /** The same letter with what travels of the record. */
  public DeadLetter carrying(String newPayload, int newAttempt) {
    return new DeadLetter(
        code, stage, table, epoch, topic, partition, offset, detail, newAttempt, newPayload);
  }

  public Origin origin() {
    return new Origin(topic, partition, offset);
  }
}
