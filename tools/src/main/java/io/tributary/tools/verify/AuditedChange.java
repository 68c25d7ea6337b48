package io.tributary.tools.verify;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change to one row in comparable form, from the database's history or from the audit trail.
 *
 * @param op READ, CREATE, UPDATE or DELETE
 * @param txId the transaction's 32-bit id, null for rows that a snapshot read
 * @param key the key's values joined with {@code |}, empty for a table without a key
 * @param before the old row, column to canonical text (null for NULL); null where there was none
 * @param after the new row, likewise
 */
public record AuditedChange(
    String table,
    String op,
    @Nullable Long txId,
    String key,
    @Nullable Map<String, @Nullable String> before,
    @Nullable Map<String, @Nullable String> after) {

  /** What two records of one change agree in, whatever their images say. */
  String identity() {
    return table + " " + op + " tx=" + (op.equals("READ") ? "snapshot" : txId) + " key=" + key;
  }

  String images() {
    return before + " -> " + after;
  }
}
