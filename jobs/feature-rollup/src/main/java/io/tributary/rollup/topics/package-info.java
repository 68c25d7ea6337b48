/** Features in Kafka: their topics, the forms of their records, and transactions. */
@NullMarked
package io.tributary.rollup.topics;

import org.jspecify.annotations.NullMarked;
