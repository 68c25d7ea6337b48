package io.tributary.decode;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import io.tributary.event.TableDescription;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of arrays in updates of a Debezium before 2.0: it has no placeholder for an
 * unchanged TOASTed array and writes NULL, which a real NULL cannot be told from. Both are lost.
 */
final class UnchangedArrays {

  private UnchangedArrays() {}

  /**
   * Whether a NULL in an array of this table can be such a one. Under full identity it cannot.
   *
   * @param description of the change's table, null where nothing describes it
   */
  static boolean areInDoubt(WireChange change, @Nullable TableDescription description) {
    return change instanceof Envelope envelope
        && envelope.isOfOldDebezium()
        && (description == null
            || !Boolean.TRUE.equals(description.fullIdentity()) && hasArrays(description));
  }

  private static boolean hasArrays(TableDescription description) {
    return description.columns().columns().stream()
        .anyMatch(column -> column.type().kind() == Kind.ARRAY);
  }

  /** The image with every array that is NULL marked as lost. */
  static RowImage lost(RowImage image) {
    RowImage.Builder copy = RowImage.of(image.schema());
    for (int i = 0; i < image.schema().size(); i++) {
      boolean known = !image.isUnavailable(i);
      boolean isArray = image.schema().column(i).type().kind() == Kind.ARRAY;
      if (known ? isArray && image.value(i) == null : image.isLost(i)) {
        copy.lose(i);
      } else if (known) {
        copy.set(i, image.value(i));
      }
    }
    return copy.build();
  }
}
