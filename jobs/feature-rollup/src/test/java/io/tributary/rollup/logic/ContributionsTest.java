package io.tributary.rollup.logic;

import static io.tributary.rollup.logic.row.Unusable.Code.COLUMN_MISSING;
import static io.tributary.rollup.logic.row.Unusable.Code.COLUMN_TYPE_UNFIT;
import static io.tributary.rollup.logic.row.Unusable.Code.COLUMN_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.rollup.logic.aggregate.Aggregate;
import io.tributary.rollup.logic.aggregate.Sum;
import io.tributary.rollup.logic.row.Unusable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContributionsTest {

  private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");
  private static final Feature SPEND =
      Events.sum("spend", "value", Map.of("event_type", "purchase"), "1h");
  private static final RowImage PURCHASE = row(7L, "purchase", "5.00", NOON);

  private final Rollup rollup = Events.byUser(SPEND);
  private final Contributions contributions = new Contributions(rollup);

  @Test
  void addsNewRow() {
    assertThat(of(null, PURCHASE)).containsExactly("7 +5.00 (1) at 12:00");
  }

  /** Each part leads to the next; none may wait on the stack for those that follow. */
  @Test
  void carriesAnyNumberOfParts() throws IOException {
    Aggregate amount = only(PURCHASE).first().amount();
    Contribution.Part first = null;
    for (int i = 0; i < 100_000; i++) {
      first = new Contribution.Part(i, i * 7L % 5, amount, first);
    }
    byte[] sent = written(new Contribution("by_user:7", 1, Objects.requireNonNull(first)));
    Contribution read =
        Contribution.readParts("by_user:7", 1, new DataInputStream(new ByteArrayInputStream(sent)));
    assertThat(read.first().measure()).isEqualTo(99_999);
    assertThat(written(read)).isEqualTo(sent);
  }

  private static byte[] written(Contribution contribution) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    contribution.writeParts(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private Contribution only(RowImage added) {
    return contributions.of(null, null, added).contributions().get(0);
  }

  @Test
  void retractsDeletedRow() {
    assertThat(of(PURCHASE, null)).containsExactly("7 -5.00 (-1) at 12:00");
  }

  @Test
  void addsDifferenceOnUpdate() {
    assertThat(of(PURCHASE, row(7L, "purchase", "8.00", NOON)))
        .containsExactly("7 +3.00 (0) at 12:00");
  }

  @Test
  void saysNothingOfChangeThatDoesNotMatter() {
    RowImage renamed = with(PURCHASE, "device", "app");
    assertThat(of(PURCHASE, renamed)).isEmpty();
    assertThat(of(PURCHASE, PURCHASE)).isEmpty();
    assertThat(of(PURCHASE, row(7L, "purchase", "5.0", NOON))).isEmpty();
    assertThat(of(row(7L, "click", "1", NOON), row(7L, "view", "2", NOON))).isEmpty();
  }

  @Test
  void movesRowBetweenEntities() {
    assertThat(of(PURCHASE, row(8L, "purchase", "5.00", NOON)))
        .containsExactly("7 -5.00 (-1) at 12:00", "8 +5.00 (1) at 12:00");
  }

  @Test
  void movesRowBetweenTimes() {
    assertThat(of(PURCHASE, row(7L, "purchase", "5.00", NOON.plusSeconds(60))))
        .containsExactly("7 -5.00 (-1) at 12:00, +5.00 (1) at 12:01");
  }

  @Test
  void movesRowInAndOutOfFilter() {
    RowImage refund = row(7L, "refund", "5.00", NOON);
    assertThat(of(PURCHASE, refund)).containsExactly("7 -5.00 (-1) at 12:00");
    assertThat(of(refund, PURCHASE)).containsExactly("7 +5.00 (1) at 12:00");
  }

  @Test
  void ignoresRowsOfNobodyAndOfNoTime() {
    assertThat(of(null, with(PURCHASE, "user_id", null))).isEmpty();
    assertThat(of(null, with(PURCHASE, "occurred_at", null))).isEmpty();
    assertThat(of(null, with(PURCHASE, "occurred_at", Instant.MAX))).isEmpty();
    assertThat(of(null, with(PURCHASE, "event_type", null))).isEmpty();
  }

  @Test
  void countsRowWithoutValueAsRow() {
    assertThat(of(null, with(PURCHASE, "value", null))).containsExactly("7 +0 (1) at 12:00");
  }

  @Test
  void refusesRowWhoseNeededColumnIsUnavailable() {
    RowImage unavailable = without(PURCHASE, "value");
    Contributions.Effect inserted = contributions.of(null, null, unavailable);
    assertThat(inserted.contributions()).isEmpty();
    assertThat(inserted.unusable()).isEqualTo(new Unusable(COLUMN_UNAVAILABLE, "value"));

    Contributions.Effect unchanged = contributions.of(null, unavailable, unavailable);
    assertThat(unchanged).isEqualTo(inserted);

    Contributions.Effect completed = contributions.of(null, unavailable, PURCHASE);
    assertThat(texts(completed)).containsExactly("7 +5.00 (1) at 12:00");
    assertThat(completed.unusable()).isNull();

    Contributions.Effect lost = contributions.of(null, PURCHASE, unavailable);
    assertThat(texts(lost)).containsExactly("7 -5.00 (-1) at 12:00");
    assertThat(lost.unusable()).isNotNull();
  }

  @Test
  void needsNoValueOfRowThatFilterExcludes() {
    RowImage click = without(row(7L, "click", "5.00", NOON), "value");
    assertThat(contributions.of(null, null, click).unusable()).isNull();
  }

  @Test
  void takesDeleteOfRowNeverSeenForNothing() {
    RowImage keyOnly = RowImage.of(Events.TABLE.schema()).set("id", 1L).build();
    Contributions.Effect effect = contributions.of(null, keyOnly, null);
    assertThat(effect.contributions()).isEmpty();
    assertThat(effect.unusable()).isNull();
  }

  @Test
  void refusesRowWithoutTheColumnOrWithAnotherType() {
    RowImage dropped = PURCHASE.keeping(column -> !column.equals("value"));
    assertThat(contributions.of(null, null, dropped).unusable())
        .isEqualTo(new Unusable(COLUMN_MISSING, "value"));
    RowSchema retyped =
        RowSchema.of(
            PURCHASE.schema().columns().stream()
                .map(
                    column ->
                        column.name().equals("value")
                            ? new RowSchema.Column("value", ColumnType.of(ColumnType.Kind.TEXT))
                            : column)
                .toList());
    RowImage.Builder text = RowImage.of(retyped);
    for (int i = 0; i < retyped.size(); i++) {
      text.set(i, PURCHASE.value(i));
    }
    assertThat(contributions.of(null, null, text.set("value", "5").build()).unusable())
        .isEqualTo(new Unusable(COLUMN_TYPE_UNFIT, "value"));
  }

  @Test
  void escapesEntitiesOfSeveralColumns() {
    List<Object> values = List.of("a|b\\c", 42L, new BigDecimal("1.50"), true);
    String text = "by_many:";
    int bare = 0;
    for (int i = 0; i < values.size(); i++) {
      text = EntityKey.append(i == 0 ? text : text + '|', values.get(i));
      bare = EntityKey.bare(bare, i, values.get(i));
    }
    EntityKey key = EntityKey.ofState(text, bare);
    assertThat(key.text()).isEqualTo("a\\|b\\\\c|42|1.5|true");
    assertThat(key.values()).containsExactly("a|b\\c", "42", "1.5", "true");
    assertThat(key.isBare(0)).isFalse();
    assertThat(key.isBare(1) && key.isBare(2) && key.isBare(3)).isTrue();
  }

  private List<String> of(@Nullable RowImage before, @Nullable RowImage after) {
    return texts(contributions.of(null, before, after));
  }

  /** {@code 7 +5.00 (1) at 12:00}: entity, sum, rows and time. */
  private static List<String> texts(Contributions.Effect effect) {
    return effect.contributions().stream()
        .map(
            each ->
                each.entity().text()
                    + Stream.iterate(each.first(), Objects::nonNull, Contribution.Part::next)
                        .map(ContributionsTest::text)
                        .collect(Collectors.joining(",")))
        .toList();
  }

  private static String text(Contribution.Part part) {
    Sum sum = (Sum) part.amount();
    String sign = sum.total().signum() < 0 ? "" : "+";
    Instant at = Instant.ofEpochMilli(part.eventTime());
    return " " + sign + sum.total() + " (" + sum.rows() + ") at " + at.toString().substring(11, 16);
  }

  private static RowImage row(long user, String type, String value, Instant at) {
    return Events.TABLE.image(
        1, user, "web", type, value, 1, 1.0, true, at, null, null, null, null);
  }

  private static RowImage with(RowImage row, String column, @Nullable Object value) {
    RowImage.Builder copy = RowImage.of(row.schema());
    for (RowSchema.Column each : row.schema().columns()) {
      copy.set(each.name(), each.name().equals(column) ? value : row.value(each.name()));
    }
    return copy.build();
  }

  private static RowImage without(RowImage row, String column) {
    RowImage.Builder copy = RowImage.of(row.schema());
    for (RowSchema.Column each : row.schema().columns()) {
      if (!each.name().equals(column)) {
        copy.set(each.name(), row.value(each.name()));
      }
    }
    return copy.build();
  }
}
