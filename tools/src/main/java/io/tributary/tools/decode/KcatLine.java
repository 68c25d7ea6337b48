package io.tributary.tools.decode;

import io.tributary.event.RawRecord;

/**
 * What one line of input holds, which is to be a record as {@code kcat -J} writes it:
 *
 * <pre>{@code
 * {"topic":"app.public.users","partition":0,"offset":7,"ts":1772280000000,
 *  "headers":["name","value"],"key":"{\"id\":1}","payload":"{...}"}
 * }</pre>
 *
 * <p>{@code key_base64} and {@code payload_base64} stand for bytes that are no text. Only the topic
 * is required: without partition, offset and time they are 0; without key or payload, as with null,
 * the record has none.
 */
sealed interface KcatLine {

  /** The line is a record. */
  record Read(RawRecord record) implements KcatLine {}

  /**
   * The line is none.
   *
   * @param detail what is wrong with it; quotes nothing of it
   */
  record Malformed(String detail) implements KcatLine {}
}
