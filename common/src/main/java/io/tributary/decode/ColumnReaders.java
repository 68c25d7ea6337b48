package io.tributary.decode;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import java.time.temporal.ChronoUnit;

/** The readers of columns whose type is known from the table and not from the record. */
final class ColumnReaders {

  private final TimePrecision times;
  private final Placeholder placeholder;

  ColumnReaders(WireFormat format) {
    this.times = format.times();
    this.placeholder = new Placeholder(format.unavailable());
  }

  ColumnReader of(ColumnType type) {
    return of(type, form(type));
  }

  ColumnReader of(ColumnType type, WireForm form) {
    return new ColumnReader(type, placeholder.before(type, form));
  }

  /** The reader of a column whose type the connector does not know, a text or an array of texts. */
  ColumnReader opaque(ColumnType type) {
    WireForm form = ScalarForms::readOpaque;
    return type.kind() == Kind.ARRAY
        ? of(type, CompoundForms.array(form))
        : new ColumnReader(type, placeholder.before(ColumnType.of(Kind.BYTES), form));
  }

  WireForm form(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> form(Transcoder.BOOLEAN, ScalarForms::readBoolean);
      case SMALLINT -> form(Transcoder.SMALLINT, ScalarForms::readSmallint);
      case INTEGER -> form(Transcoder.INTEGER, ScalarForms::readInteger);
      case BIGINT -> form(Transcoder.BIGINT, ScalarForms::readBigint);
      case REAL -> form(Transcoder.REAL, ScalarForms::readReal);
      case DOUBLE -> form(Transcoder.DOUBLE, ScalarForms::readDouble);
      case NUMERIC -> form(Transcoder.NUMERIC, NumericForms::read);
      case TEXT -> form(Transcoder.TEXT, ScalarForms::readText);
      case JSON -> form(Transcoder.TEXT, ScalarForms::readJson);
      case UUID -> form(Transcoder.UUID, ScalarForms::readUuid);
      case BYTES -> form(Transcoder.BYTES, ScalarForms::readBytes);
      case DATE -> form(Transcoder.DATE, TimeForms::readDate);
      case TIME -> TimeForms.time(times.time(type.precision()));
      case TIMESTAMP -> TimeForms.timestamp(times.timestamp(type.precision()));
      case TIMESTAMPTZ -> form(Transcoder.TIMESTAMPTZ, TimeForms::readTimestamptz);
      case INTERVAL -> IntervalForms.in(ChronoUnit.MICROS);
      case BITS -> bits(type);
      case ARRAY -> CompoundForms.array(form(elementOf(type)));
      case HSTORE -> CompoundForms::readHstore;
    };
  }

  private static WireForm form(Transcoder transcoder, WireForm form) {
    return form.with(transcoder);
  }

  static WireForm bits(ColumnType type) {
    return type.precision() == 0 ? BitForms::readVarying : BitForms.fixed(type.precision());
  }

  static ColumnType elementOf(ColumnType array) {
    ColumnType element = array.element();
    if (element == null) {
      throw new IllegalArgumentException("an array type names its element type");
    }
    return element;
  }

  static boolean isInteger(Kind kind) {
    return kind == Kind.SMALLINT || kind == Kind.INTEGER || kind == Kind.BIGINT;
  }
}
