/** Topics of features, in a real Kafka. */
@NullMarked
package io.tributary.rollup.topics;

import org.jspecify.annotations.NullMarked;
