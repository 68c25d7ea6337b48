package io.tributary.decode;

import io.tributary.decode.scan.DecimalScan;
import io.tributary.decode.scan.IsoMoment;
import io.tributary.decode.scan.JsonCursor;
import io.tributary.decode.scan.JsonSkip;
import io.tributary.decode.scan.JsonText;
import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Unsure;
import io.tributary.decode.values.PlaceholderBytes;
import io.tributary.decode.values.TimeForms;
import io.tributary.decode.values.Transcoder;
import io.tributary.decode.values.WireForm;
import io.tributary.decode.wire.Json;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.RowPacker;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Packs the usual values of a column straight from their JSON. What is unusual (another kind of
 * JSON, an extreme, a number that needs care) is left to the column's {@link WireForm}.
 */
final class ValueTranscoding {

  private static final Literal TRUE = Literal.of("true");
  private static final Literal FALSE = Literal.of("false");

  /** 4714-11-24 BC, where PostgreSQL's calendar begins, and 9999-12-31. */
  private static final long FIRST_DAY = -2_440_588;

  private static final long LAST_DAY = 2_932_896;

  private static final long FIRST_MICRO = FIRST_DAY * TimeForms.MICROS_PER_DAY;
  private static final long LAST_MICRO = LAST_DAY * TimeForms.MICROS_PER_DAY;

  private final JsonCursor in;
  private final PlaceholderBytes placeholder;
  private final DecimalScan decimals;
  private final IsoMoment moments;
  private byte[] scratch = new byte[256];

  ValueTranscoding(JsonCursor in, PlaceholderBytes placeholder) {
    this.in = in;
    this.placeholder = placeholder;
    this.decimals = new DecimalScan(in);
    this.moments = new IsoMoment(in);
  }

  /** Packs the value at the cursor, by its bytes where they are usual, by its form where not. */
  void read(WireForm form, @Nullable Transcoder transcoder, RowPacker out) throws Unsure {
    if (in.acceptNull()) {
      out.sqlNull();
      return;
    }
    int start = in.position();
    if (transcoder != null) {
      try {
        pack(transcoder, out);
        return;
      } catch (Unsure e) {
        in.moveTo(start);
      }
    }
    JsonSkip.value(in);
    try {
      Object wire = Json.parse(Arrays.copyOfRange(in.json(), start, in.position()));
      pack(wire == null ? null : form.read(wire), out);
    } catch (Undecodable e) {
      throw Unsure.INSTANCE;
    }
  }

  private static void pack(@Nullable Object value, RowPacker out) {
    if (value == WireForm.Absence.LOST) {
      out.lost();
    } else if (value == WireForm.Absence.UNCHANGED) {
      out.unavailable();
    } else {
      out.value(value);
    }
  }

  /**
   * Packs a value by its bytes.
   *
   * @throws Unsure if it is for the form to read; the cursor is anywhere, and nothing is packed
   */
  private void pack(Transcoder transcoder, RowPacker out) throws Unsure {
    switch (transcoder) {
      case BOOLEAN -> out.bool(bool());
      case SMALLINT -> out.whole(within(in.integer(), Short.MIN_VALUE, Short.MAX_VALUE));
      case INTEGER -> out.whole(within(in.integer(), Integer.MIN_VALUE, Integer.MAX_VALUE));
      case BIGINT -> out.whole(in.integer());
      case DATE -> out.whole(within(in.integer(), FIRST_DAY, LAST_DAY));
      case TIME_MILLIS ->
          out.whole(within(in.integer(), 0, TimeForms.MICROS_PER_DAY / 1000) * 1000);
      case TIME_MICROS -> out.whole(within(in.integer(), 0, TimeForms.MICROS_PER_DAY));
      case TIMESTAMP_MILLIS ->
          out.micros(within(in.integer(), FIRST_MICRO / 1000, LAST_MICRO / 1000) * 1000);
      case TIMESTAMP_MICROS -> out.micros(within(in.integer(), FIRST_MICRO, LAST_MICRO));
      case TIMESTAMPTZ -> out.micros(moments.micros());
      case TEXT -> text(out);
      case UUID -> uuid(out);
      case BYTES -> base64(out);
      case REAL -> out.real(decimals.real());
      case DOUBLE -> out.doublePrecision(decimals.doublePrecision());
      case NUMERIC -> {
        decimals.numeric();
        out.decimal(decimals.unscaled(), decimals.scale());
      }
    }
  }

  private static long within(long value, long min, long max) throws Unsure {
    if (value < min || value > max) {
      throw Unsure.INSTANCE;
    }
    return value;
  }

  private boolean bool() throws Unsure {
    if (in.accept(TRUE)) {
      return true;
    }
    in.expect(FALSE);
    return false;
  }

  private void text(RowPacker out) throws Unsure {
    in.string();
    byte[] from = in.json();
    int start = in.textStart();
    int end = in.textEnd();
    if (in.isEscaped()) {
      if (scratch.length < end - start) {
        scratch = new byte[(end - start) * 2];
      }
      end = JsonText.unescape(from, start, end, scratch);
      from = scratch;
      start = 0;
    }
    if (placeholder.mayBe(from, start, end)) {
      throw Unsure.INSTANCE;
    }
    out.bytes(from, start, end);
  }

  private void uuid(RowPacker out) throws Unsure {
    in.string();
    if (in.textEnd() - in.textStart() != 36) {
      throw Unsure.INSTANCE;
    }
    for (int i = 0; i < 36; i++) {
      byte next = in.json()[in.textStart() + i];
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean hex = (next >= '0' && next <= '9') || (next >= 'a' && next <= 'f');
      if (dash ? next != '-' : !hex) {
        throw Unsure.INSTANCE;
      }
    }
    out.bytes(in.json(), in.textStart(), in.textEnd());
  }

  private void base64(RowPacker out) throws Unsure {
    in.string();
    int length = in.textEnd() - in.textStart();
    if (in.isEscaped() || placeholder.mayBe(in.json(), in.textStart(), in.textEnd())) {
      throw Unsure.INSTANCE;
    }
    byte[] text = new byte[length];
    System.arraycopy(in.json(), in.textStart(), text, 0, length);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      out.bytes(bytes, 0, bytes.length);
    } catch (IllegalArgumentException e) {
      throw Unsure.INSTANCE;
    }
  }
}
