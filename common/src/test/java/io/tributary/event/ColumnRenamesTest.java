package io.tributary.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema.Column;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ColumnRenamesTest {

  private static final ColumnType TEXT = ColumnType.of(Kind.TEXT);
  private static final ColumnType INTEGER = ColumnType.of(Kind.INTEGER);

  @Test
  void findsAValueUnderTheNewName() {
    RowImage older = image(column("id", INTEGER, 1), 7, column("email", TEXT, 2), "a@b");
    RowImage now =
        ColumnRenames.apply(older, schema(column("id", INTEGER, 1), column("mail", TEXT, 2)));
    assertThat(now.value("id")).isEqualTo(7);
    assertThat(now.value("mail")).isEqualTo("a@b");
    assertThat(now.schema().indexOf("email")).isNegative();
  }

  @Test
  void exchangesNamesThatWereExchanged() {
    RowImage older = image(column("a", TEXT, 1), "of a", column("b", TEXT, 2), "of b");
    RowImage now = ColumnRenames.apply(older, schema(column("b", TEXT, 1), column("a", TEXT, 2)));
    assertThat(now.value("b")).isEqualTo("of a");
    assertThat(now.value("a")).isEqualTo("of b");
  }

  @Test
  void returnsTheSameImageWhereNothingWasRenamed() {
    RowImage older = image(column("a", TEXT, 1), "x", column("gone", TEXT, 2), "y");
    RowSchema newer = schema(column("a", TEXT, 1), column("added", TEXT, 3));
    assertThat(ColumnRenames.apply(older, newer)).isSameAs(older);
    assertThat(ColumnRenames.apply(older, older.schema())).isSameAs(older);
  }

  @Test
  void goesByNamesWhereNumbersAreNotKnown() {
    RowImage older = image(column("a", TEXT, 0), "x", column("b", TEXT, 0), "y");
    RowImage now = ColumnRenames.apply(older, schema(column("a", TEXT, 1), column("c", TEXT, 2)));
    assertThat(now.value("a")).isEqualTo("x");
    assertThat(now.value("b")).isEqualTo("y");
    assertThat(now.schema().column(0)).isEqualTo(column("a", TEXT, 1));
  }

  @Test
  void doesNotTakeAReCreatedColumnForTheOldOne() {
    RowImage older = image(column("id", INTEGER, 1), 7, column("a", TEXT, 2), "old");
    RowImage now =
        ColumnRenames.apply(older, schema(column("id", INTEGER, 1), column("a", TEXT, 5)));
    assertThat(now.knows("a")).isFalse();
    assertThat(now.value("id")).isEqualTo(7);
  }

  @Test
  void goesByNamesBetweenTwoTablesOfOneName() {
    RowImage older =
        image(
            new Column("id", INTEGER, Column.attribute(16384, 1)),
            7,
            new Column("a", TEXT, Column.attribute(16384, 2)),
            "old");
    RowSchema newer =
        schema(
            new Column("a", TEXT, Column.attribute(16390, 1)),
            new Column("id", INTEGER, Column.attribute(16390, 2)));
    RowImage now = ColumnRenames.apply(older, newer);
    assertThat(now.value("a")).isEqualTo("old");
    assertThat(now.value("id")).isEqualTo(7);
  }

  @Test
  void keepsAValueOfAChangedTypeOnlyIfTheConversionIsExact() {
    assertThat(retyped(INTEGER, 7, ColumnType.of(Kind.BIGINT)).value("a")).isEqualTo(7L);
    assertThat(retyped(ColumnType.of(Kind.SMALLINT), 7, INTEGER).value("a")).isEqualTo(7);
    assertThat(
            retyped(ColumnType.numeric(5, 2), new BigDecimal("1.50"), ColumnType.numeric(0, 0))
                .value("a"))
        .isEqualTo(new BigDecimal("1.50"));
    assertThat(
            retyped(ColumnType.numeric(5, 2), new BigDecimal("1.50"), ColumnType.numeric(5, 1))
                .knows("a"))
        .isFalse();
    assertThat(retyped(ColumnType.of(Kind.BIGINT), 7L, INTEGER).knows("a")).isFalse();
    assertThat(retyped(INTEGER, 7, TEXT).knows("a")).isFalse();
    assertThat(retyped(INTEGER, null, TEXT).value("a")).isNull();
  }

  @Test
  void keepsWhatIsLostLost() {
    Column old = column("a", TEXT, 1);
    RowImage older = RowImage.of(schema(old)).lose(0).build();
    assertThat(ColumnRenames.apply(older, schema(column("b", TEXT, 1))).isLost(0)).isTrue();
  }

  private static RowImage retyped(
      ColumnType from, @org.jspecify.annotations.Nullable Object value, ColumnType to) {
    RowImage older = RowImage.of(schema(column("a", from, 1))).set("a", value).build();
    return ColumnRenames.apply(older, schema(column("a", to, 1)));
  }

  private static Column column(String name, ColumnType type, int attribute) {
    return new Column(name, type, attribute);
  }

  private static RowSchema schema(Column... columns) {
    return RowSchema.of(columns);
  }

  private static RowImage image(Column first, Object one, Column second, Object two) {
    return RowImage.of(schema(first, second)).set(0, one).set(1, two).build();
  }
}
