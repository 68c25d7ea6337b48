package io.tributary.decode;

import io.tributary.decode.scan.JsonCursor;
import io.tributary.decode.scan.JsonSkip;
import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Spelling;
import io.tributary.decode.scan.Unsure;
import io.tributary.decode.values.Transcoder;
import io.tributary.decode.values.WireForm;
import io.tributary.event.RowImage;
import io.tributary.event.RowPacker;
import io.tributary.event.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The columns of a row in the order in which they are expected, and how each is read. */
final class RowTemplate {

  /**
   * One column of the wire.
   *
   * @param lead what stands before the value
   * @param form null where the column is not described, so that it is not in the image
   * @param doubted whether NULL may stand for something else
   * @param needed whether the image has it, rather than that it is only seen to be right
   */
  private record Field(
      Literal lead,
      @Nullable WireForm form,
      @Nullable Transcoder transcoder,
      boolean trusted,
      boolean doubted,
      boolean needed) {}

  private final RowSchema schema;
  private final RowSchema others;
  private final Field[] fields;
  private final List<String> undescribed;
  private final RowPacker out = new RowPacker();
  private final RowPacker rest = new RowPacker();
  private boolean hasDoubtedNull;

  private RowTemplate(
      RowSchema schema, RowSchema others, Field[] fields, List<String> undescribed) {
    this.schema = schema;
    this.others = others;
    this.fields = fields;
    this.undescribed = undescribed;
  }

  /**
   * The template of rows like one that has been read.
   *
   * @param trusted the columns that are read where not all are
   * @param inDoubt the columns of which NULL may stand for something else
   * @param needed the columns that images have
   */
  static RowTemplate of(
      RowShape.Layout layout,
      Predicate<String> trusted,
      Predicate<RowSchema.Column> inDoubt,
      Predicate<String> needed)
      throws Unsure {
    List<Field> fields = new ArrayList<>();
    Spelling spelling = new Spelling();
    for (String name : layout.wire()) {
      Literal lead = spelling.name(fields.size(), name).take();
      int index = layout.schema().indexOf(name);
      WireForm form = index < 0 ? null : layout.readers().get(index).form();
      Transcoder transcoder = form == null ? null : form.transcoder();
      boolean doubted = index >= 0 && inDoubt.test(layout.schema().column(index));
      fields.add(new Field(lead, form, transcoder, trusted.test(name), doubted, needed.test(name)));
    }
    if (fields.isEmpty()) {
      throw Unsure.INSTANCE;
    }
    RowSchema others = layout.schema().keeping(needed.negate());
    RowSchema schema = layout.schema().keeping(needed);
    return new RowTemplate(schema, others, fields.toArray(Field[]::new), layout.undescribed());
  }

  List<String> undescribed() {
    return undescribed;
  }

  /** Reads the row at the cursor, or of it what is trusted. */
  RowImage read(JsonCursor in, ValueTranscoding values, boolean whole) throws Unsure {
    out.start(schema);
    rest.start(others);
    hasDoubtedNull = false;
    for (Field field : fields) {
      in.expect(field.lead);
      if (field.form == null) {
        JsonSkip.value(in);
      } else if (whole || field.trusted) {
        hasDoubtedNull |= field.doubted && in.peek() == 'n';
        values.read(field.form, field.transcoder, field.needed ? out : rest);
      } else {
        JsonSkip.value(in);
        (field.needed ? out : rest).unavailable();
      }
    }
    in.expect('}');
    return out.finish();
  }

  /** Whether the row that was read last has a NULL that may stand for something else. */
  boolean hasDoubtedNull() {
    return hasDoubtedNull;
  }
}
