/** Tests of what is looked at before a pipeline starts. */
@NullMarked
package io.tributary.tools.preflight;

import org.jspecify.annotations.NullMarked;
