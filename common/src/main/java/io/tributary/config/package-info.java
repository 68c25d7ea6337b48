/**
 * {@code pipeline.yaml} as validated records: start at {@link io.tributary.config.PipelineConfig}.
 */
@NullMarked
package io.tributary.config;

import org.jspecify.annotations.NullMarked;
