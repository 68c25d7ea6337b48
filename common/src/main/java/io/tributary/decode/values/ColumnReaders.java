package io.tributary.decode.values;

import io.tributary.decode.wire.BinaryMode;
import io.tributary.decode.wire.DecimalMode;
import io.tributary.decode.wire.TimePrecision;
import io.tributary.decode.wire.WireFormat;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;

/** The readers of columns whose type is known from the table and not from the record. */
public final class ColumnReaders {

  private final TimePrecision times;
  private final DecimalMode decimals;
  private final BinaryMode binary;
  private final boolean nullsReplaced;
  private final Placeholder placeholder;

  public ColumnReaders(WireFormat format) {
    this.times = format.times();
    this.decimals = format.decimals();
    this.binary = format.binary();
    this.nullsReplaced = format.avroNullsReplaced();
    this.placeholder = new Placeholder(format.unavailable());
  }

  public ColumnReader of(ColumnType type) {
    return of(type, form(type));
  }

  ColumnReader of(ColumnType type, WireForm form) {
    return new ColumnReader(type, placeholder.before(type, form));
  }

  /**
   * The reader of a column whose type the connector does not know, a text or an array of texts: it
   * writes their bytes as it is configured to write {@code bytea}.
   */
  public ColumnReader opaque(ColumnType type) {
    return opaque(type, BinaryForms.of(binary));
  }

  /**
   * The same where the record's schema gives the form of bytes.
   *
   * @param inText whether it says that they are text, which it does not if they are plain bytes
   */
  ColumnReader opaque(ColumnType type, boolean inText) {
    return opaque(type, inText ? bytesInText() : BinaryForms.base64());
  }

  private ColumnReader opaque(ColumnType type, WireForm bytes) {
    WireForm form = wire -> BinaryForms.text(bytes.read(wire));
    return type.kind() == Kind.ARRAY
        ? of(type, CompoundForms.array(form))
        : new ColumnReader(type, placeholder.before(ColumnType.of(Kind.BYTES), form));
  }

  /** The reader of a column whose type the connector takes apart, such as a point. */
  public ColumnReader structured(ColumnType type) {
    WireForm form = ScalarForms::readStructured;
    return of(type, type.kind() == Kind.ARRAY ? CompoundForms.array(form) : form);
  }

  /** The reader of a column whose values may be older than its type. */
  public ColumnReader older(ColumnType type) {
    return of(type, olderForm(type));
  }

  private WireForm olderForm(ColumnType type) {
    return type.kind() == Kind.ARRAY
        ? CompoundForms.array(olderForm(elementOf(type)))
        : OlderForms.of(type, form(type));
  }

  WireForm form(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> form(Transcoder.BOOLEAN, ScalarForms::readBoolean);
      case SMALLINT -> form(Transcoder.SMALLINT, ScalarForms::readSmallint);
      case INTEGER -> form(Transcoder.INTEGER, ScalarForms::readInteger);
      case BIGINT -> form(Transcoder.BIGINT, ScalarForms::readBigint);
      case REAL -> form(Transcoder.REAL, ScalarForms::readReal);
      case DOUBLE -> form(Transcoder.DOUBLE, ScalarForms::readDouble);
      case NUMERIC -> NumericForms.of(decimals, type);
      case TEXT -> form(Transcoder.TEXT, ScalarForms::readText);
      case JSON -> form(Transcoder.TEXT, ScalarForms::readJson);
      case UUID -> form(Transcoder.UUID, ScalarForms::readUuid);
      case BYTES -> BinaryForms.of(binary);
      case DATE -> form(Transcoder.DATE, TimeForms::readDate);
      case TIME -> time(type.precision());
      case TIMESTAMP -> timestamp(type.precision());
      case TIMESTAMPTZ -> form(Transcoder.TIMESTAMPTZ, TimeForms::readTimestamptz);
      case INTERVAL -> IntervalForms::read;
      case BITS -> bits(type);
      case ARRAY -> CompoundForms.array(form(elementOf(type)));
      case HSTORE -> CompoundForms::readHstore;
    };
  }

  private static WireForm form(Transcoder transcoder, WireForm form) {
    return form.with(transcoder);
  }

  private WireForm time(int digits) {
    WireForm form = TimeForms.time(times.time(digits));
    return times.isCut(digits) ? TimeForms.withoutNumbers(form) : form;
  }

  private WireForm timestamp(int digits) {
    WireForm form = TimeForms.timestamp(times.timestamp(digits));
    return times.isCut(digits) ? TimeForms.withoutNumbers(form) : form;
  }

  /** The reader of a column whose NULL the converter replaced, so that the two look alike. */
  ColumnReader unlessReplaced(ColumnReader reader, Object preset) {
    WireForm form = reader.form();
    return nullsReplaced
        ? new ColumnReader(
            reader.type(), wire -> wire.equals(preset) ? WireForm.Absence.LOST : form.read(wire))
        : reader;
  }

  /** Bytes of a column whose schema says that it is text. */
  WireForm bytesInText() {
    return BinaryForms.inText(binary);
  }

  boolean writesBytesInText() {
    return binary != BinaryMode.BYTES;
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
