package io.tributary.caching;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;

import io.tributary.event.RowKey;
import io.tributary.testing.RowChange;
import io.tributary.testing.Rows;

/** The table {@code public.users}, each change of it in a transaction of its own. */
final class Users {

  private static final Rows ROWS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");

  private int commits;

  RowChange insert(long id, String email) {
    return ROWS.insert(lsn()).set("id", id).set("email", email);
  }

  RowChange update(long id, String email) {
    return ROWS.update(lsn()).set("id", id).set("email", email);
  }

  RowChange delete(long id) {
    return ROWS.delete(lsn()).was("id", id);
  }

  RowChange truncate() {
    return ROWS.truncate(lsn());
  }

  RowKey keyOf(long id) {
    return ROWS.keyOf(id);
  }

  private String lsn() {
    return "0/" + Integer.toHexString(0x100 * ++commits);
  }
}
