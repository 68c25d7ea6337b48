package io.tributary.config.binding;

/** A record that has rules beyond the shapes of its components. */
public interface Checked {

  /**
   * Reports every broken rule at the place the record was read from. Broken optional parts, and
   * broken entries of lists and mappings, were reported before and are missing here.
   */
  void check(Place place);
}
