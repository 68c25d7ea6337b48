/**
 * Checks of the Kubernetes manifests: each finds mistakes in a rendering and says where they are.
 */
@NullMarked
package io.tributary.k8s;

import org.jspecify.annotations.NullMarked;
