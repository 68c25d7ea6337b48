package io.tributary.decode.wire;

/** How flattened records mark a deletion: the transform's handling of deletes. */
public enum DeleteForm {
  /** By the old row with {@code __deleted}; a tombstone behind it says nothing more. */
  REWRITE,
  /** By a tombstone, whose key names the row and whose headers name its place in the log. */
  TOMBSTONE
}
