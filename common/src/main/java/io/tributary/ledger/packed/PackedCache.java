package io.tributary.ledger.packed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by keys, both of them bytes, of what is kept elsewhere: those that were used lately, with
 * what has not been written of them. A value is written when others need its room, or when all are.
 *
 * <p>A key's page is found by its hash. A page grows up to 16 KiB, or 32 at most; then its oldest
 * rows go, but for those that were found since the page was last full, which become its youngest.
 * So nothing takes time that depends on the size of the whole but {@link #save}. For one thread.
 */
public final class PackedCache {

  private static final int PAGE_BYTES = 16 << 10;

  /** The part of a page that is emptied at once. */
  private static final int SHARE = 8;

  private static final int FIRST_BYTES = 256;

  /** A row takes eight bytes at least. */
  private static final int PLACE_BITS = 12;

  private static final int MOST_PLACES = 1 << PLACE_BITS;

  /** Bits of what stands before each value: it is to be written. */
  private static final int CHANGED = 1;

  /** It has been found since it came, or since it was last spared. */
  private static final int FOUND = 2;

  /** Where values are kept. */
  public interface Store {

    /** Takes a value for good; key and value are not to be modified or kept. */
    void write(Slice key, Slice value) throws Exception;

    /** A number from 0 on: keys that share one are written one after the other. */
    int group(Slice key);
  }

  private final byte[][] pages;
  private final int pageBytes;
  private final Store store;
  private final Slice key = new Slice();
  private final Slice value = new Slice();
  private byte[] scratch = new byte[256];

  /**
   * @param bytes that it takes of the heap, roughly; with too few for a value none is held
   */
  public PackedCache(long bytes, Store store) {
    this.pages = new byte[Integer.highestOneBit((int) Math.max(1, bytes / PAGE_BYTES))][];
    this.pageBytes = (int) (bytes / pages.length);
    this.store = store;
  }

  /** The value of a key, until the next call; null where none is held. */
  public @Nullable Slice get(PackedKey wanted) {
    byte[] page = pages[at(wanted)];
    int place = page == null ? -1 : Page.find(page, wanted);
    if (place < 0) {
      return null;
    }
    Slice found = Page.value(page, place, value);
    page[found.from()] |= FOUND;
    return bare(found);
  }

  /**
   * Holds the first bytes of an array as the value of a key, or writes it, if it is so long that it
   * would take the room of many others.
   */
  public void put(PackedKey whose, byte[] bytes, int length) throws Exception {
    if (Page.size(whose.bytes().length, length + 1) > pageBytes / SHARE) {
      putLong(whose, bytes, length);
      return;
    }
    int at = at(whose);
    byte[] page = pages[at];
    int place = page == null ? -1 : Page.find(page, whose);
    int flags = CHANGED | (place < 0 ? 0 : flags(page, place));
    byte[] flagged = flagged(flags, bytes, length);
    if (place >= 0) {
      if (Page.replace(page, place, flagged, length + 1)) {
        return;
      }
      Page.remove(page, place);
    }
    while (page == null || !Page.append(page, whose, flagged, length + 1)) {
      page = withRoom(page, Page.size(whose.bytes().length, length + 1));
      pages[at] = page;
    }
  }

  private void putLong(PackedKey whose, byte[] bytes, int length) throws Exception {
    remove(whose);
    byte[] keyBytes = whose.bytes();
    store.write(key.of(keyBytes, 0, keyBytes.length), value.of(bytes, 0, length));
  }

  /** Holds no value of a key any more, be it written or not. */
  public void remove(PackedKey whose) {
    byte[] page = pages[at(whose)];
    int place = page == null ? -1 : Page.find(page, whose);
    if (place >= 0) {
      Page.remove(page, place);
    }
  }

  /** Writes what has not been written, by group. */
  public void save() throws Exception {
    long[] places = changed();
    Arrays.sort(places);
    for (long each : places) {
      save(pages[(int) (each >>> PLACE_BITS) & pages.length - 1], (int) each & MOST_PLACES - 1);
    }
  }

  /** Where those are that have not been written: group, page and place. */
  private long[] changed() {
    long[] changed = new long[1024];
    int count = 0;
    for (int at = 0; at < pages.length; at++) {
      byte[] page = pages[at];
      int rows = page == null ? 0 : Page.rows(page);
      for (int place = 0; place < rows; place++) {
        if (is(page, place, CHANGED)) {
          changed = count < changed.length ? changed : Arrays.copyOf(changed, 2 * count);
          long group = store.group(Page.key(page, place, key));
          changed[count++] = group << Integer.SIZE | (long) at << PLACE_BITS | place;
        }
      }
    }
    return Arrays.copyOf(changed, count);
  }

  private void save(byte[] page, int place) throws Exception {
    if (is(page, place, CHANGED)) {
      clear(page, place, CHANGED);
      store.write(Page.key(page, place, key), bare(Page.value(page, place, value)));
    }
  }

  /** What pages take. */
  public long bytes() {
    long bytes = 0;
    for (byte[] page : pages) {
      bytes += page == null ? 0 : page.length;
    }
    return bytes;
  }

  private int at(PackedKey any) {
    return any.hashCode() & pages.length - 1;
  }

  /** The page, larger or with fewer rows, or without what nothing needs. */
  private byte[] withRoom(byte @Nullable [] page, int more) throws Exception {
    if (page == null) {
      return Page.create(Page.FEWEST_PLACES, Math.max(FIRST_BYTES, more), 0);
    }
    int rows = Page.rows(page);
    int needed = Page.live(page) + more;
    int excess = Page.bytes(rows + 1, needed) - pageBytes;
    if (excess <= 0) {
      int places = rows + 1 + rows / 4;
      int most = needed + pageBytes - Page.bytes(places, needed);
      byte[] other = Page.create(places, Math.max(needed, Math.min(2 * needed, most)), 0);
      return moved(page, 0, rows, other);
    }
    int judged = letGo(page, excess + pageBytes / SHARE);
    byte[] other = Page.create(rows, Math.max(Page.live(page), pageBytes - Page.bytes(rows, 0)), 0);
    moved(page, judged, rows, other);
    return spared(page, judged, other);
  }

  /**
   * Lets rows go that were not found again, the oldest first.
   *
   * @return how many have been judged
   */
  private int letGo(byte[] page, int bytes) throws Exception {
    int rows = Page.rows(page);
    int place = 0;
    for (int left = bytes; place < rows && left > 0; place++) {
      if (!is(page, place, FOUND)) {
        save(page, place);
        left -= Page.size(page, place);
      }
    }
    return place;
  }

  private static byte[] moved(byte[] page, int from, int to, byte[] other) {
    for (int place = from; place < to; place++) {
      Page.append(other, page, place);
    }
    return other;
  }

  private byte[] spared(byte[] page, int judged, byte[] other) {
    for (int place = 0; place < judged; place++) {
      if (is(page, place, FOUND)) {
        clear(page, place, FOUND);
        Page.append(other, page, place);
      }
    }
    return other;
  }

  private byte[] flagged(int flags, byte[] bytes, int length) {
    if (scratch.length <= length) {
      scratch = new byte[2 * length];
    }
    scratch[0] = (byte) flags;
    System.arraycopy(bytes, 0, scratch, 1, length);
    return scratch;
  }

  private int flags(byte[] page, int place) {
    return page[Page.value(page, place, value).from()];
  }

  private boolean is(byte[] page, int place, int flag) {
    return (flags(page, place) & flag) != 0;
  }

  private void clear(byte[] page, int place, int flag) {
    page[Page.value(page, place, value).from()] &= (byte) ~flag;
  }

  private static Slice bare(Slice flagged) {
    return flagged.of(flagged.bytes(), flagged.from() + 1, flagged.length() - 1);
  }
}
