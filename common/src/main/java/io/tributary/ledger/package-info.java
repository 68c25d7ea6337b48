/**
 * Turns what the wire says into what happened: orders each row's events, drops replays, and knows
 * the row's last image.
 */
@NullMarked
package io.tributary.ledger;

import org.jspecify.annotations.NullMarked;
