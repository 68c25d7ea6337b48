/** PostgreSQL behind the port of sources, read without Kafka. */
@NullMarked
package io.tributary.runtime.direct;

import org.jspecify.annotations.NullMarked;
