/** Writes to the sandbox's tables as an application would: seeded, repeatable, at a given rate. */
@NullMarked
package io.tributary.sandbox.workload;

import org.jspecify.annotations.NullMarked;
