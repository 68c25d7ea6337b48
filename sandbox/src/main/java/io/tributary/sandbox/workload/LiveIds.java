package io.tributary.sandbox.workload;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The ids of rows that exist, of which a random one can be picked or taken in constant time. */
final class LiveIds {

  private long[] ids = new long[1024];
  private int size;

  void add(long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
    }
    ids[size++] = id;
  }

  int size() {
    return size;
  }

  /** A live id; low ranks are far more likely, so that a few rows and users are hot. */
  long pickSkewed(RandomGenerator random) {
    double uniform = random.nextDouble();
    return ids[(int) (size * uniform * uniform * uniform)];
  }

  long pick(RandomGenerator random) {
    return ids[random.nextInt(size)];
  }

  /** Picks an id and forgets it. */
  long take(RandomGenerator random) {
    int index = random.nextInt(size);
    long id = ids[index];
    ids[index] = ids[--size];
    return id;
  }
}
