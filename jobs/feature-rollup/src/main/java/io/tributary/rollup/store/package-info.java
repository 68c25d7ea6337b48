/**
 * What is told of entities, which of it is newer, and the step that writes it to where features are
 * kept.
 */
@NullMarked
package io.tributary.rollup.store;

import org.jspecify.annotations.NullMarked;
