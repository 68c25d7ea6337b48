package io.tributary.ledger.packed;

import io.tributary.ledger.packed.PageKey.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values by lanes, on pages that are kept elsewhere, of which those that were used lately are in
 * memory. A value that is so long that its neighbours would feel it is on a page of its own. One
 * lane is selected at a time. For one thread.
 */
public final class PagedTable {

  private static final int LONG = 512;

  private final PageCache cache;
  private final Slice found = new Slice();
  private Place place = PackedKey.of("").place();

  /**
   * @param bytes that pages in memory may take
   */
  public PagedTable(PageStore store, long bytes) {
    this.cache = new PageCache(store, bytes);
  }

  public void select(PackedKey lane) throws Exception {
    cache.trim();
    place = lane.place();
  }

  /** The value of the lane, until the next call; null where there is none. */
  public @Nullable Slice get() throws Exception {
    RowPage page = cache.get(place.page());
    if (!page.has(place.slot())) {
      return null;
    }
    return page.isApart(place.slot())
        ? cache.get(place.alone().page()).value(place.slot(), found)
        : page.value(place.slot(), found);
  }

  /** Sets the value of the lane to the first bytes of an array. */
  public void put(byte[] value, int length) throws Exception {
    RowPage page = cache.get(place.page());
    boolean apart = length > LONG && place.page().slots() > 1;
    boolean wasApart = page.isApart(place.slot());
    if (apart) {
      put(cache.get(place.alone().page()), value, length);
      if (!wasApart) {
        long before = page.bytes();
        page.putApart(place.slot());
        cache.grown(page.bytes() - before);
      }
    } else {
      put(page, value, length);
      if (wasApart) {
        remove(cache.get(place.alone().page()));
      }
    }
  }

  private void put(RowPage page, byte[] value, int length) {
    long before = page.bytes();
    page.put(place.slot(), value, length);
    cache.grown(page.bytes() - before);
  }

  public void remove() throws Exception {
    RowPage page = cache.get(place.page());
    if (page.isApart(place.slot())) {
      remove(cache.get(place.alone().page()));
    }
    if (page.has(place.slot())) {
      remove(page);
    }
  }

  private void remove(RowPage page) {
    long before = page.bytes();
    page.remove(place.slot());
    cache.grown(page.bytes() - before);
  }

  /** Writes what has not been written. */
  public void save() throws Exception {
    cache.save();
  }

  /** The lanes of the rows of a page. */
  public List<PackedKey> lanes(PageKey key) throws Exception {
    List<PackedKey> lanes = new ArrayList<>();
    if (key.only() < 0) {
      cache.trim();
      RowPage page = cache.get(key);
      for (int slot = 0; slot < key.slots(); slot++) {
        if (page.has(slot)) {
          lanes.add(key.lane(slot));
        }
      }
    }
    return lanes;
  }

  /** How many pages are in memory. */
  int pages() {
    return cache.pages();
  }

  /** What the pages in memory take. */
  public long bytes() {
    return cache.bytes();
  }
}
