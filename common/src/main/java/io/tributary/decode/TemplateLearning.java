package io.tributary.decode;

import io.tributary.decode.scan.JsonCursor;
import io.tributary.decode.scan.JsonSkip;
import io.tributary.decode.scan.Literal;
import io.tributary.decode.scan.Unsure;
import io.tributary.decode.wire.DecodeError;
import io.tributary.decode.wire.Undecodable;
import io.tributary.event.RawRecord;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes templates of records that the tree path has decoded. */
final class TemplateLearning {

  /** A change, and what it was decoded with. */
  record Lesson(
      RawRecord record,
      Envelope envelope,
      TableId table,
      @Nullable TableDescription description,
      RowShape shape,
      @Nullable RowKey key,
      Predicate<String> trusted,
      Predicate<RowSchema.Column> inDoubt,
      Predicate<String> needed) {}

  private static final Literal SCHEMA = Literal.of("{\"schema\":");
  private static final Literal PAYLOAD = Literal.of(",\"payload\":");
  private static final byte[] NOTHING = {};

  private final RowShapes shapes;
  private final JsonCursor in = new JsonCursor();

  TemplateLearning(RowShapes shapes) {
    this.shapes = shapes;
  }

  /** The template of records like this one; {@link Unsure} where there is none. */
  EnvelopeTemplate learn(Lesson lesson) throws Unsure, Undecodable {
    byte[] value = lesson.record().value();
    Envelope envelope = lesson.envelope();
    Map<String, @Nullable Object> row = envelope.after(null);
    row = row == null ? envelope.before(null) : row;
    boolean declaredKey = lesson.description() != null && !lesson.description().key().isEmpty();
    if (value == null || row == null || (lesson.key() != null) != (lesson.record().key() != null)) {
      throw Unsure.INSTANCE;
    } else if (lesson.key() == null && declaredKey) {
      throw Unsure.INSTANCE;
    }
    boolean wrapped = envelope.schema() != null;
    KeyTemplate key = lesson.key() == null ? null : key(lesson, lesson.key());
    return new EnvelopeTemplate(
        wrapped ? lead(value) : NOTHING,
        EnvelopeTemplate.steps(envelope.payload().keySet()),
        Literal.of(wrapped ? "}}" : "}"),
        key,
        rows(lesson, row),
        SourceTemplate.of(envelope.source()),
        lesson.table(),
        lesson.description());
  }

  private static RowTemplate rows(Lesson lesson, Map<String, @Nullable Object> row)
      throws Unsure, Undecodable {
    return RowTemplate.of(
        lesson.shape().layoutOf(row), lesson.trusted(), lesson.inDoubt(), lesson.needed());
  }

  private KeyTemplate key(Lesson lesson, RowKey key) throws Unsure, Undecodable {
    byte[] utf8 = lesson.record().key();
    if (utf8 == null) {
      throw Unsure.INSTANCE;
    }
    Document document = Document.parse(utf8);
    RowShape shape =
        document.schema() == null
            ? lesson.shape()
            : shapes.brought(document.schema(), lesson.description());
    RowShape.Layout layout = shape.layoutOf(document.object(DecodeError.MALFORMED_KEY));
    if (!layout.schema().equals(key.columns().schema()) || !layout.undescribed().isEmpty()) {
      throw Unsure.INSTANCE;
    }
    boolean wrapped = document.schema() != null;
    return new KeyTemplate(
        wrapped ? lead(utf8) : NOTHING,
        Literal.of(wrapped ? "}" : ""),
        RowTemplate.of(layout, column -> true, column -> false, column -> true));
  }

  /** The bytes from the start of a record that brings its schema to its payload. */
  private byte[] lead(byte[] utf8) throws Unsure {
    in.open(utf8);
    in.expect(SCHEMA);
    JsonSkip.value(in);
    in.expect(PAYLOAD);
    return Arrays.copyOf(utf8, in.position());
  }
}
