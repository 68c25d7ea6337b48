/** Fixtures that read as domain: tables, changes of their rows, and a source that plays them. */
@NullMarked
package io.tributary.testing;

import org.jspecify.annotations.NullMarked;
