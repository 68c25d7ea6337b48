package io.tributary.ledger.packed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by keys, both of them bytes, in pages: arrays that nothing which collects garbage has to
 * look into, of some 64 rows or 16 KiB. What a row takes beside its bytes is some eight, and a
 * third of all for what grows.
 *
 * <p>A page is found by the last bits of {@link PackedKey#pageHash}, by as many as it takes to tell
 * the pages apart, and is divided in two when it is full (extendible hashing). So a table grows and
 * is tidied page by page, and nothing takes time that depends on its size but a {@link #copy},
 * which shares the pages until one side writes to them. And rows that are inserted one after the
 * other are mostly on one page, which the processor then has at hand. For one thread; a copy is of
 * another.
 */
public final class PackedTable {

  private static final int ROWS_TO_DIVIDE = 64;
  private static final int BYTES_TO_DIVIDE = 16 << 10;

  /** Fewer than these are not divided, however long they are. */
  private static final int FEWEST_TO_DIVIDE = 8;

  /** Of a page that has become too large for what is in it. */
  private static final int LARGE = 512;

  private static final int FIRST_BYTES = 256;

  /** An array can have few more, and a page needs some for itself. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

  /** A power of two; those of lesser depth stand here more than once. */
  private byte[][] pages;

  /** Which of them this table alone has. */
  private boolean[] owned;

  private int differentPages;
  private int rows;
  private final Slice found = new Slice();

  public PackedTable() {
    clear();
  }

  private PackedTable(PackedTable other) {
    this.pages = other.pages.clone();
    this.owned = new boolean[pages.length];
    this.differentPages = other.differentPages;
    this.rows = other.rows;
  }

  /** Takes a row; it is not to be modified or kept. */
  @FunctionalInterface
  public interface Visit<E extends Exception> {
    void to(Slice key, Slice value) throws E;
  }

  /** Says of a row, which is not to be modified or kept, whether it shall stay. */
  @FunctionalInterface
  public interface Verdict<E extends Exception> {
    boolean keeps(Slice key, Slice value) throws E;
  }

  /** A table with the same rows, which does not change with this one. */
  public PackedTable copy() {
    Arrays.fill(owned, false);
    return new PackedTable(this);
  }

  public int rows() {
    return rows;
  }

  /** The bytes that pages take, shared ones included. */
  public long bytes() {
    long bytes = 0;
    for (int at = 0; at < pages.length; at++) {
      bytes += isFirst(at) ? pages[at].length : 0;
    }
    return bytes;
  }

  /** The value of a key, null where there is none. */
  public @Nullable Slice get(PackedKey key) {
    byte[] page = pages[at(key)];
    int place = Page.find(page, key);
    return place < 0 ? null : Page.value(page, place, found);
  }

  /** Sets the value of a key to the first bytes of an array. */
  public void put(PackedKey key, byte[] value, int length) {
    byte[] page = own(at(key));
    int place = Page.find(page, key);
    if (place >= 0) {
      if (Page.replace(page, place, value, length)) {
        return;
      }
      Page.remove(page, place);
      rows--;
    }
    while (!Page.append(page, key, value, length)) {
      makeRoom(at(key), Page.size(key.bytes().length, length));
      page = pages[at(key)];
    }
    rows++;
  }

  /** Whether it was there. */
  public boolean remove(PackedKey key) {
    int at = at(key);
    int place = Page.find(pages[at], key);
    if (place < 0) {
      return false;
    }
    Page.remove(own(at), place);
    rows--;
    tidy(at);
    tidy();
    return true;
  }

  /** Passes by every row, in any order; the table must not change meanwhile. */
  public <E extends Exception> void forEach(Visit<E> visit) throws E {
    Slice key = new Slice();
    Slice value = new Slice();
    for (int at = 0; at < pages.length; at++) {
      byte[] page = pages[at];
      for (int place = isFirst(at) ? Page.rows(page) - 1 : -1; place >= 0; place--) {
        visit.to(Page.key(page, place, key), Page.value(page, place, value));
      }
    }
  }

  /** Passes by every row, in any order, and removes those that shall not stay. */
  public <E extends Exception> void retain(Verdict<E> verdict) throws E {
    Slice key = new Slice();
    Slice value = new Slice();
    for (int at = 0; at < pages.length; at++) {
      int before = rows;
      for (int place = isFirst(at) ? Page.rows(pages[at]) - 1 : -1; place >= 0; place--) {
        byte[] page = pages[at];
        if (!verdict.keeps(Page.key(page, place, key), Page.value(page, place, value))) {
          Page.remove(own(at), place);
          rows--;
        }
      }
      if (rows != before) {
        tidy(at);
      }
    }
    tidy();
  }

  private void clear() {
    pages = new byte[][] {Page.create(Page.FEWEST_PLACES, FIRST_BYTES, 0)};
    owned = new boolean[] {true};
    differentPages = 1;
    rows = 0;
  }

  private int at(PackedKey key) {
    return (int) key.pageHash() & pages.length - 1;
  }

  private boolean isFirst(int at) {
    return at >>> Page.depth(pages[at]) == 0;
  }

  private byte[] own(int at) {
    if (!owned[at]) {
      set(at, pages[at].clone());
    }
    return pages[at];
  }

  /** Wherever the page stands that stands there. */
  private void set(int at, byte[] page) {
    int step = 1 << Page.depth(page);
    for (int i = at & step - 1; i < pages.length; i += step) {
      pages[i] = page;
      owned[i] = true;
    }
  }

  private void makeRoom(int at, int size) {
    byte[] page = pages[at];
    int count = Page.rows(page);
    long needed = (long) Page.live(page) + size;
    boolean full = count >= ROWS_TO_DIVIDE || needed > BYTES_TO_DIVIDE && count >= FEWEST_TO_DIVIDE;
    if (full && (1 << Page.depth(page) < pages.length || mayDouble())) {
      divide(at);
    } else {
      set(at, rebuilt(page, size));
    }
  }

  /** Rows whose hashes are alike cannot be told apart however many pages there are. */
  private boolean mayDouble() {
    return pages.length <= 4 * differentPages && pages.length < 1 << 24;
  }

  /** The page without what nothing needs, and with room to grow where more is to come. */
  private static byte[] rebuilt(byte[] page, int more) {
    long needed = (long) Page.live(page) + more;
    int count = Page.rows(page);
    boolean fits = needed + needed / 8 < Page.room(page);
    int bytes = more == 0 ? (int) needed : fits ? Page.room(page) : twice(needed);
    int places = more == 0 ? count : count == Page.places(page) ? 2 * count : Page.places(page);
    byte[] other = Page.create(places, bytes, Page.depth(page));
    for (int place = 0; place < count; place++) {
      Page.append(other, page, place);
    }
    return other;
  }

  /**
   * As much again, as far as an array can have it.
   *
   * @throws IllegalStateException if it cannot have even the bytes
   */
  static int twice(long bytes) {
    if (bytes > MOST_BYTES) {
      throw new IllegalStateException(
          "a few rows of 2 GiB together cannot be kept on heap: keep state on RocksDB"
              + " (state.backend.type: rocksdb)");
    }
    return (int) Math.min(2 * bytes, MOST_BYTES);
  }

  private void divide(int at) {
    byte[] page = pages[at];
    int depth = Page.depth(page);
    if (1 << depth == pages.length) {
      doubled();
    }
    int count = Page.rows(page);
    int[] size = new int[2];
    int[] members = new int[2];
    boolean[] upper = new boolean[count];
    for (int place = 0; place < count; place++) {
      int side = (int) (Page.hash(page, place) >>> depth) & 1;
      upper[place] = side == 1;
      size[side] += Page.size(page, place);
      members[side]++;
    }
    int lower = at & (1 << depth) - 1;
    for (int side = 0; side < 2; side++) {
      // As much again, so that most are next touched when they are divided.
      byte[] half = Page.create(2 * members[side], twice(size[side]), depth + 1);
      for (int place = 0; place < count; place++) {
        if (upper[place] == (side == 1)) {
          Page.append(half, page, place);
        }
      }
      set(lower | side << depth, half);
    }
    differentPages++;
  }

  private void doubled() {
    int length = pages.length;
    pages = Arrays.copyOf(pages, 2 * length);
    owned = Arrays.copyOf(owned, 2 * length);
    System.arraycopy(pages, 0, pages, length, length);
    System.arraycopy(owned, 0, owned, length, length);
  }

  /** After rows were removed from a page. */
  private void tidy(int at) {
    byte[] page = pages[at];
    if (page.length > LARGE && Page.live(page) < Page.room(page) / 4) {
      set(at, rebuilt(page, 0));
    }
  }

  /** After rows were removed from the table. */
  private void tidy() {
    if (rows == 0) {
      clear();
    } else if (differentPages > 2 * rows) {
      PackedTable before = new PackedTable(this);
      clear();
      before.forEach((key, value) -> put(PackedKey.of(key.toArray()), value.toArray()));
    }
  }

  private void put(PackedKey key, byte[] value) {
    put(key, value, value.length);
  }
}
