package io.tributary.decode;

import io.tributary.decode.scan.JsonCursor;
import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Unsure;
import io.tributary.event.RowKey;

/**
 * The key of a table's records as it is expected.
 *
 * @param lead what stands before the columns: the key's schema, if it brings one
 * @param end what stands behind them
 * @param columns in the key's order and the wire's, which are the same
 */
record KeyTemplate(byte[] lead, Literal end, RowTemplate columns) {

  RowKey read(byte[] utf8, JsonCursor in, ValueTranscoding values) throws Unsure {
    in.open(utf8, lead);
    RowKey key;
    try {
      key = new RowKey(columns.read(in, values, true));
    } catch (IllegalArgumentException e) {
      throw Unsure.INSTANCE; // It holds a placeholder, which is for the tree to reject.
    }
    in.expect(end);
    if (!in.isAtEnd()) {
      throw Unsure.INSTANCE;
    }
    return key;
  }
}
