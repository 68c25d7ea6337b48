package io.tributary.ledger.packed;

/** Where pages are kept: of each a log, which can be added to without reading it. */
public interface PageStore {

  /** The parts of a page's log in their order, none where there is no such page. */
  Iterable<byte[]> read(PageKey page) throws Exception;

  /** Adds a part to the log of a page that is there. */
  void append(PageKey page, byte[] part) throws Exception;

  /** Makes the log of a page one part. */
  void replace(PageKey page, byte[] log) throws Exception;

  void remove(PageKey page) throws Exception;
}
