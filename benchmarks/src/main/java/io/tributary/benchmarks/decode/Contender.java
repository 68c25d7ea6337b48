package io.tributary.benchmarks.decode;

import io.tributary.event.RawRecord;
import java.io.IOException;
import java.util.List;

/** One way to decode. */
interface Contender {

  /** Decodes a record and returns a number that depends on what it holds. */
  long decode(RawRecord record) throws IOException;

  /**
   * What a record holds, the same from every contender: the old row behind {@code -} and the new
   * one behind {@code +}, each where there is one.
   */
  List<String> told(RawRecord record) throws IOException;
}
