/** The ledger on RocksDB beside Flink SQL's ChangelogNormalize. */
@NullMarked
package io.tributary.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
