package io.tributary.decode;

/** How the values of one type are written on the wire. */
@FunctionalInterface
interface WireForm {

  /** What stands in place of a value that the record does not carry. */
  enum Absence {
    /** The connector had no value either: it is the one before the change. */
    UNCHANGED,
    /** The connector had the value, and what it wrote does not tell it. */
    LOST
  }

  /**
   * Reads a value.
   *
   * @param wire what {@link Json#parse} made of it, not null
   * @return an instance of the class that the column's kind names, or an {@link Absence}
   * @throws Undecodable if this is no value of the type
   */
  Object read(Object wire) throws Undecodable;
}
