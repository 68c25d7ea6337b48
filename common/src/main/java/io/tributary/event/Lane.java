package io.tributary.event;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger is keyed by: {@code public.users/42}, a table and the {@linkplain RowKey#text
 * text} of a key; the table alone where it has no primary key, so that its events keep their order.
 * Two events have the same lane exactly if they are of the same row, or of the same table without
 * key: a {@code .} in a schema's name and a {@code /} in any name are escaped with {@code \}, as is
 * {@code \} itself.
 */
public final class Lane {

  private Lane() {}

  static String of(TableId table, @Nullable RowKey key) {
    StringBuilder lane = new StringBuilder(64);
    lane.append(escape(escape(table.schema()), '.')).append('.').append(escape(table.table()));
    return key == null ? lane.toString() : key.appendTo(lane.append('/')).toString();
  }

  /** The lane of the events of a table without key, with which those of its rows begin. */
  public static String of(TableId table) {
    return of(table, null);
  }

  /** The {@linkplain #of(TableId) part} of a lane that names the table. */
  public static String tablePart(String lane) {
    for (int i = 0; i < lane.length(); i++) {
      char next = lane.charAt(i);
      if (next == '/') {
        return lane.substring(0, i);
      }
      i += next == '\\' ? 1 : 0;
    }
    return lane;
  }

  private static String escape(String name) {
    return escape(escape(name, '\\'), '/');
  }

  private static String escape(String name, char special) {
    return name.indexOf(special) < 0 ? name : name.replace("" + special, "\\" + special);
  }
}
