package io.tributary.decode.values;

import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import org.jspecify.annotations.Nullable;

/** How the values of one type are written on the wire. */
@FunctionalInterface
public interface WireForm {

  /** What stands in place of a value that the record does not carry. */
  enum Absence {
    /** The connector had no value either: it is the one before the change. */
    UNCHANGED,
    /** The connector had the value, and what it wrote does not contain it. */
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

  /** What reads the usual values of this form from their bytes; null where nothing does. */
  default @Nullable Transcoder transcoder() {
    return null;
  }

  /** This form, the usual values of which can be read from their bytes. */
  default WireForm with(@Nullable Transcoder transcoder) {
    WireForm form = this;
    return new WireForm() {
      @Override
      public Object read(Object wire) throws Undecodable {
        return form.read(wire);
      }

      @Override
      public @Nullable Transcoder transcoder() {
        return transcoder;
      }
    };
  }
}
