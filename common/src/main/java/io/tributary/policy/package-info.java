/** Protects personal data: what each column's rule makes of its values, before anything is kept. */
@NullMarked
package io.tributary.policy;

import org.jspecify.annotations.NullMarked;
