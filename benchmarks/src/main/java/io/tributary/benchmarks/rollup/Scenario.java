package io.tributary.benchmarks.rollup;

import java.util.List;
import java.util.Locale;

/**
 * One comparison.
 *
 * @param ratio the name of the ratio that it is part of
 * @param backend {@code hashmap} or {@code rocksdb}
 * @param messages how many
 */
record Scenario(String ratio, Work work, String backend, int users, int messages) {

  private static final int FEW = 10_000;
  private static final int MANY = 1_000_000;

  /** Those of the targets. */
  static List<Scenario> all(boolean quick) {
    int group = Work.upTo(Integer.getInteger("messages", quick ? 300_000 : 2_000_000));
    int window = Work.upTo(Integer.getInteger("messages", quick ? 30_000 : 300_000));
    return List.of(
        new Scenario("groupHeap", Work.GROUP, "hashmap", FEW, group),
        new Scenario("groupHeap", Work.GROUP, "hashmap", MANY, group),
        new Scenario("groupRocksdb", Work.GROUP, "rocksdb", FEW, group),
        new Scenario("groupRocksdb", Work.GROUP, "rocksdb", MANY, group),
        new Scenario("windowHeap", Work.WINDOW, "hashmap", MANY, window),
        new Scenario("windowRocksdb", Work.WINDOW, "rocksdb", MANY, window));
  }

  String contender(String name) {
    return work.name().toLowerCase(Locale.ROOT) + "/" + backend + "/" + name;
  }

  String file() {
    return "rollup-" + users + "-" + messages + ".messages";
  }

  String title() {
    return ratio + ", " + (users == FEW ? "10 k" : "1 M") + " users";
  }
}
