/** The whole pipeline on one machine, from its start to the verdict. */
@NullMarked
package io.tributary.sandbox;

import org.jspecify.annotations.NullMarked;
