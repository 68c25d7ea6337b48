/** Privacy rules, applied to changes before anything keeps them. */
@NullMarked
package io.tributary.runtime.policy;

import org.jspecify.annotations.NullMarked;
