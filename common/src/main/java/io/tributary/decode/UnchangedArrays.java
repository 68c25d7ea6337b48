package io.tributary.decode;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;

/**
 * What is to be made of arrays in updates of a Debezium before 2.0: it has no placeholder for an
 * unchanged TOASTed array and writes NULL, which a real NULL cannot be told from. Both are lost.
 */
final class UnchangedArrays {

  private UnchangedArrays() {}

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
