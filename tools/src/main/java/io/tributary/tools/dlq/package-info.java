/** {@code tributary dlq}: looks at dead letters, and has their records tried again. */
@NullMarked
package io.tributary.tools.dlq;

import org.jspecify.annotations.NullMarked;
