/**
 * Compares the derived stores with the database, without using anything that wrote them but their
 * definitions.
 */
@NullMarked
package io.tributary.tools.verify;

import org.jspecify.annotations.NullMarked;
