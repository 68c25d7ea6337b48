/** Changes to transitions: the steps around the ledger, and what they keep in state. */
@NullMarked
package io.tributary.runtime.ledger;

import org.jspecify.annotations.NullMarked;
