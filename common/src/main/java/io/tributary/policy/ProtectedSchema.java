package io.tributary.policy;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A schema as the rules leave it, and how to bring an image of the clear one into its form. */
final class ProtectedSchema {

  /** One column that remains: where it was, and what becomes of its values. */
  private record Kept(int index, ColumnRule rule) {}

  private final RowSchema schema;
  private final List<Kept> kept;
  private final List<String> notDistinct;

  private ProtectedSchema(RowSchema schema, List<Kept> kept, List<String> notDistinct) {
    this.schema = schema;
    this.kept = kept;
    this.notDistinct = notDistinct;
  }

  static ProtectedSchema of(RowSchema clear, Function<RowSchema.Column, ColumnRule> rules) {
    List<RowSchema.Column> columns = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    List<String> notDistinct = new ArrayList<>();
    for (int i = 0; i < clear.size(); i++) {
      RowSchema.Column column = clear.column(i);
      ColumnRule rule = rules.apply(column);
      if (!rule.keepsRowsApart()) {
        notDistinct.add(column.name());
      }
      if (!(rule instanceof ColumnRule.Drop)) {
        columns.add(rule instanceof ColumnRule.Keep ? column : asText(column));
        kept.add(new Kept(i, rule));
      }
    }
    return new ProtectedSchema(RowSchema.of(columns), kept, notDistinct);
  }

  private static RowSchema.Column asText(RowSchema.Column column) {
    return new RowSchema.Column(
        column.name(), ColumnType.of(ColumnType.Kind.TEXT), column.attribute());
  }

  /**
   * This schema, for a key.
   *
   * @throws IllegalStateException if a rule would give rows with different keys the same one
   */
  ProtectedSchema requireDistinct(TableId table) {
    if (!notDistinct.isEmpty()) {
      throw new IllegalStateException(
          "tables.%s.pii protects the key columns %s so that different rows become the same; use"
                  .formatted(table, notDistinct)
              + " hmac for a key column");
    }
    return this;
  }

  RowImage apply(RowImage clear) {
    RowImage.Builder image = RowImage.of(schema);
    for (int i = 0; i < kept.size(); i++) {
      Kept column = kept.get(i);
      if (clear.isLost(column.index())) {
        image.lose(i);
      } else if (!clear.isUnavailable(column.index())) {
        image.set(i, protect(column.rule(), clear.value(column.index())));
      }
    }
    return image.build();
  }

  private static @Nullable Object protect(ColumnRule rule, @Nullable Object value) {
    if (value == null || rule instanceof ColumnRule.Keep) {
      return value;
    }
    String text = ValueText.of(value);
    if (rule instanceof ColumnRule.Mask mask) {
      return masked(text, mask.keepLast());
    } else if (rule instanceof ColumnRule.Hmac hmac) {
      return hmac.tokenizer().token(text);
    }
    throw new IllegalStateException("a dropped column is not there to be protected");
  }

  private static String masked(String text, int keepLast) {
    int length = text.codePointCount(0, text.length());
    int from = length > keepLast ? text.offsetByCodePoints(0, length - keepLast) : text.length();
    return "***" + text.substring(from);
  }
}
