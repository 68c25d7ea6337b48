package io.tributary.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.ColumnType.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowKeyTest {

  private static String text(Kind kind, @Nullable Object... values) {
    RowSchema schema =
        RowSchema.of(
            new RowSchema.Column("a", ColumnType.of(kind)),
            new RowSchema.Column("b", ColumnType.of(kind)));
    RowImage.Builder columns = RowImage.of(schema);
    for (int i = 0; i < values.length; i++) {
      columns.set(i, values[i]);
    }
    return new RowKey(columns.build()).text();
  }

  @Test
  void joinsItsValues() {
    assertThat(text(Kind.INTEGER, 42, 7)).isEqualTo("42|7");
  }

  @Test
  void tellsValuesApartThatLookAlike() {
    assertThat(text(Kind.TEXT, "a|", "b")).isNotEqualTo(text(Kind.TEXT, "a", "|b"));
    assertThat(text(Kind.TEXT, "a\\", "|b")).isNotEqualTo(text(Kind.TEXT, "a\\|", "b"));
    assertThat(text(Kind.TEXT, null, "b")).isNotEqualTo(text(Kind.TEXT, "null", "b"));
    assertThat(text(Kind.TEXT, null, "b")).isNotEqualTo(text(Kind.TEXT, "\\N", "b"));
    assertThat(text(Kind.BYTES, Bytes.copyOf(new byte[] {0}), Bytes.copyOf(new byte[] {0})))
        .isNotEqualTo(text(Kind.BYTES, Bytes.copyOf(new byte[] {1}), Bytes.copyOf(new byte[] {0})));
  }

  @Test
  void knowsAllOfItsColumns() {
    assertThatThrownBy(() -> text(Kind.TEXT, "a")).isInstanceOf(IllegalArgumentException.class);
  }
}
