/** {@code tributary dlq}: shows dead letters, and replays their records. */
@NullMarked
package io.tributary.tools.dlq;

import org.jspecify.annotations.NullMarked;
