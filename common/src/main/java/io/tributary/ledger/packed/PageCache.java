package io.tributary.ledger.packed;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages that were used lately, with what has not been written of them. A page that is found
 * again before it would go stays for another round.
 */
final class PageCache {

  private final PageStore store;
  private final long most;
  private final LinkedHashMap<PageKey, RowPage> pages = new LinkedHashMap<>();
  private @Nullable RowPage last;
  private long bytes;

  /**
   * @param most bytes that it takes, but for what is used at the moment
   */
  PageCache(PageStore store, long most) {
    this.store = store;
    this.most = most;
  }

  RowPage get(PageKey key) throws Exception {
    RowPage page = last;
    if (page != null && page.key().equals(key)) {
      return page;
    }
    page = pages.get(key);
    if (page == null) {
      page = RowPage.of(key, store.read(key));
      pages.put(key, page);
      bytes += page.bytes();
    } else {
      page.use();
    }
    last = page;
    return page;
  }

  /** One of the pages takes so many bytes more. */
  void grown(long more) {
    bytes += more;
  }

  int pages() {
    return pages.size();
  }

  long bytes() {
    return bytes;
  }

  /** Lets go of pages that nobody holds. */
  void trim() throws Exception {
    while (bytes > most) {
      last = null;
      Iterator<RowPage> eldest = pages.values().iterator();
      RowPage page = eldest.next();
      eldest.remove();
      if (page.takeUsed()) {
        pages.put(page.key(), page);
      } else {
        bytes -= page.bytes();
        save(page);
      }
    }
  }

  /** Writes what has not been written. */
  void save() throws Exception {
    for (RowPage page : pages.values()) {
      long before = page.bytes();
      save(page);
      bytes += page.bytes() - before;
    }
  }

  private void save(RowPage page) throws Exception {
    if (page.isDirty()) {
      page.save(store);
    }
  }
}
