package io.tributary.event;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger is keyed by: {@code public.users/42}, a table and the {@linkplain RowKey#text
 * text} of a key; the table alone where it has no primary key, so that its events keep their order.
 * Two events have the same lane exactly if they are of the same row, or of the same table without
 * key: a {@code .} in a schema's name and a {@code /} in any name are escaped with {@code \}, as is
 * {@code \} itself.
 */
public final class Lane {

  /** By table, of which there are few. */
  private static final Map<TableId, String> TABLE_PARTS = new ConcurrentHashMap<>();

  private static final Map<TableId, byte[]> TABLE_BYTES = new ConcurrentHashMap<>();

  private Lane() {}

  static String of(TableId table, @Nullable RowKey key) {
    String tablePart = TABLE_PARTS.computeIfAbsent(table, Lane::escaped);
    return key == null ? tablePart : key.textAfter(tablePart, '/');
  }

  static byte[] bytesOf(TableId table, @Nullable RowKey key) {
    byte[] tablePart = TABLE_BYTES.computeIfAbsent(table, Lane::tableBytes);
    return key == null ? utf8(of(table)) : key.bytesAfter(tablePart);
  }

  /** What the lanes of a table's rows begin with. */
  private static byte[] tableBytes(TableId table) {
    return utf8(escaped(table) + '/');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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

  private static String escaped(TableId table) {
    return escape(escape(table.schema()), '.') + "." + escape(table.table());
  }

  private static String escape(String name) {
    return escape(escape(name, '\\'), '/');
  }

  private static String escape(String name, char special) {
    return name.indexOf(special) < 0 ? name : name.replace("" + special, "\\" + special);
  }
}
