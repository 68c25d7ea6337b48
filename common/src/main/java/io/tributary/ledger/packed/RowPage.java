package io.tributary.ledger.packed;

import java.util.Arrays;

/**
 * The rows of a page: a log of what was set, of which the last record of a slot counts. So what has
 * changed since the log was written is its end.
 *
 * <pre>
 *   a record: slot (bits 0 to 4) and kind (bits 6 and 7); a value's length, seven bits a byte, least
 *   first, and the value
 * </pre>
 */
final class RowPage {

  /** What a page takes beside its log and what names it. */
  private static final int OVERHEAD = 288;

  private static final int SLOT = 0x1F;
  private static final int KIND = 0xC0;
  private static final int VALUE = 0;
  private static final int REMOVED = 0x40;

  /** The row is on a page of its own. */
  private static final int APART = 0x80;

  private static final byte[] NOTHING = new byte[0];

  private final PageKey key;
  private final int[] places;
  private byte[] log = NOTHING;
  private int end;
  private int live;
  private int written;
  private boolean stored;
  private boolean used;

  private RowPage(PageKey key) {
    this.key = key;
    this.places = new int[key.slots()];
    Arrays.fill(places, -1);
  }

  /** A page as it was written; the parts are not modified. */
  static RowPage of(PageKey key, Iterable<byte[]> parts) {
    RowPage page = new RowPage(key);
    for (byte[] part : parts) {
      page.end += part.length;
    }
    int at = 0;
    for (byte[] part : parts) {
      if (at == 0 && part.length == page.end) {
        page.log = part;
      } else {
        page.log = at == 0 ? new byte[page.end] : page.log;
        System.arraycopy(part, 0, page.log, at, part.length);
      }
      at += part.length;
    }
    page.written = page.end;
    page.stored = page.end > 0;
    for (int next = 0; next < page.end; next += page.size(next)) {
      page.set(page.log[next] & SLOT, next);
    }
    return page;
  }

  PageKey key() {
    return key;
  }

  /** Whether it was found since it was last asked. */
  boolean takeUsed() {
    boolean before = used;
    used = false;
    return before;
  }

  void use() {
    used = true;
  }

  /** What it takes of the heap. */
  long bytes() {
    return OVERHEAD + key.prefix().length + log.length;
  }

  boolean has(int slot) {
    return places[slot] >= 0;
  }

  boolean isApart(int slot) {
    return has(slot) && kind(places[slot]) == APART;
  }

  Slice value(int slot, Slice into) {
    int at = places[slot] + 1;
    int length = Page.number(log, at);
    return into.of(log, at + Page.width(length), length);
  }

  void put(int slot, byte[] value, int length) {
    int size = 1 + Page.width(length) + length;
    int at = places[slot];
    if (at < 0 || at < written || size(at) != size) {
      at = append(slot, VALUE, size);
    }
    System.arraycopy(value, 0, log, Page.put(log, at + 1, length), length);
  }

  void putApart(int slot) {
    append(slot, APART, 1);
  }

  void remove(int slot) {
    if (written > 0) {
      append(slot, REMOVED, 1);
    } else {
      forget(slot);
    }
  }

  boolean isDirty() {
    return end > written || stored && end == 0;
  }

  /**
   * Writes what has not been written: by itself where it is little, as what is appended has to be
   * found and put together when the page is read; else all that counts.
   */
  void save(PageStore store) throws Exception {
    if (live == 0) {
      if (stored) {
        store.remove(key);
      }
      end = 0;
      stored = false;
    } else if (written > 0 && end - written <= live / 2 && end <= live + live / 3) {
      store.append(key, Arrays.copyOfRange(log, written, end));
    } else {
      if (end > live) {
        rewrite(0);
      }
      store.replace(key, Arrays.copyOf(log, end));
      stored = true;
    }
    written = end;
  }

  private int append(int slot, int kind, int size) {
    forget(slot);
    if (end + size > log.length) {
      makeRoom(size);
    }
    int at = end;
    log[at] = (byte) (kind | slot);
    end += size;
    if (kind != REMOVED) {
      places[slot] = at;
      live += size;
    }
    return at;
  }

  private void makeRoom(int size) {
    int dead = end - live;
    if (dead > (written == 0 ? live / 4 : live)) {
      rewrite(size + live / 4);
    } else {
      log = Arrays.copyOf(log, end + Math.max(size, Math.min(end / 2, 3 * size)));
    }
  }

  /** Leaves out what no longer counts. */
  private void rewrite(int more) {
    byte[] other = new byte[live + more];
    int to = 0;
    for (int slot = 0; slot < places.length; slot++) {
      if (places[slot] >= 0) {
        int size = size(places[slot]);
        System.arraycopy(log, places[slot], other, to, size);
        places[slot] = to;
        to += size;
      }
    }
    log = other;
    end = to;
    written = 0;
  }

  private void set(int slot, int at) {
    forget(slot);
    if (kind(at) != REMOVED) {
      places[slot] = at;
      live += size(at);
    }
  }

  private void forget(int slot) {
    if (places[slot] >= 0) {
      live -= size(places[slot]);
      places[slot] = -1;
    }
  }

  private int kind(int at) {
    return log[at] & KIND;
  }

  private int size(int at) {
    if (kind(at) != VALUE) {
      return 1;
    }
    int length = Page.number(log, at + 1);
    return 1 + Page.width(length) + length;
  }
}
