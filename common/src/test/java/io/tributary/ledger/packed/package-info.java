@NullMarked
package io.tributary.ledger.packed;

import org.jspecify.annotations.NullMarked;
