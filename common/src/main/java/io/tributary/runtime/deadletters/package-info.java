/** Where records go that are refused. */
@NullMarked
package io.tributary.runtime.deadletters;

import org.jspecify.annotations.NullMarked;
