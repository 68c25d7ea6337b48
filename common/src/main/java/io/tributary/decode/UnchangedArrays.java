package io.tributary.decode;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableDescription;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that an update leaves unchanged and that PostgreSQL stores outside of the row. For most
 * types of elements Debezium has no placeholder and writes NULL, before 2.0 for all, which a real
 * NULL cannot be told from: both are lost. Under full identity the wire has the value, and with
 * {@code dbz-repair} there is a placeholder.
 */
final class UnchangedArrays {

  private static final Set<Kind> WITH_PLACEHOLDER =
      EnumSet.of(Kind.INTEGER, Kind.BIGINT, Kind.DATE, Kind.UUID, Kind.TEXT, Kind.JSON, Kind.BYTES);

  private UnchangedArrays() {}

  /**
   * The columns of a change in which a NULL that is no new row's can be such a one.
   *
   * @param description of the change's table, null where nothing describes it
   */
  static Predicate<RowSchema.Column> inDoubt(
      WireChange change, @Nullable TableDescription description) {
    boolean whole = description != null && Boolean.TRUE.equals(description.fullIdentity());
    Envelope envelope = change instanceof Envelope full ? full : null;
    if (whole || envelope != null && envelope.isOfRepairedDebezium()) {
      return column -> false;
    }
    boolean any = envelope != null && envelope.isOfOldDebezium();
    Set<String> described = description == null ? Set.of() : description.withoutPlaceholder();
    return column -> {
      ColumnType element = column.type().element();
      return element != null
          && (any
              || !WITH_PLACEHOLDER.contains(element.kind())
              || described.contains(column.name()));
    };
  }

  /** The image with every NULL that is in doubt marked as lost. */
  static RowImage lost(RowImage image, Predicate<RowSchema.Column> inDoubt) {
    RowImage known = image;
    for (int i = 0; i < image.schema().size(); i++) {
      boolean doubted = inDoubt.test(image.schema().column(i)) && !image.isUnavailable(i);
      if (doubted && image.value(i) == null) {
        known = without(known, i);
      }
    }
    return known;
  }

  private static RowImage without(RowImage image, int column) {
    RowImage.Builder copy = RowImage.of(image.schema());
    for (int i = 0; i < image.schema().size(); i++) {
      if (i == column || image.isLost(i)) {
        copy.lose(i);
      } else if (!image.isUnavailable(i)) {
        copy.set(i, image.value(i));
      }
    }
    return copy.build();
  }
}
