package io.tributary.rollup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.PipelineConfig;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import io.tributary.rollup.logic.KeptWindow;
import io.tributary.rollup.logic.Rollup;
import io.tributary.rollup.logic.row.Predicate;
import io.tributary.rollup.logic.row.RowValues;
import io.tributary.rollup.logic.row.Unusable;
import io.tributary.rollup.logic.row.UnusableColumnException;
import io.tributary.testing.Rows;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the conditions of a file ask of rows. */
class ConditionsTest {

  private static final Rows EVENTS =
      Rows.of("public.events")
          .column("kind", Kind.TEXT)
          .column("amount", Kind.INTEGER)
          .column("properties", Kind.JSON)
          .column("at", Kind.TIMESTAMPTZ);

  private static final RowImage CLICK =
      EVENTS.image(
          "click", 7, "{\"page\": {\"type\": \"home\"}, \"n\": 5}", "2026-02-28T12:00:00Z");

  private static final RowImage NULLS = EVENTS.image(null, null, null, null);

  @Test
  void comparesAndCombines() throws UnusableColumnException {
    assertHolds("kind: click, amount: 7");
    assertHolds("kind: [view, click], amount: { gt: 6, gte: 7, lt: 8, lte: 7.0, not: 8 }");
    assertHolds("amount: { in: [6, 7], not-in: [8, 9], 'null': false }");
    assertHolds("properties.page.type: home, properties.n: { lt: 5.5 }, properties.x: null");
    assertHolds("at: { gte: '2026-02-28', lt: '2026-02-28T13:00:00+00:30' }");
    assertHolds(
        "any-of: [{ kind: view }, { amount: 7 }], none-of: [{ kind: view }, { amount: 8 }]");
    assertHolds("all-of: [{ amount: { gt: 1 } }, { amount: { lt: 9 }, kind: click }]");
    assertFails("kind: view");
    assertFails("properties.n: '7'");
    assertFails("properties.page.type: { gt: 1 }");
    assertFails("none-of: [{ kind: view }, { amount: 7 }]");
  }

  @Test
  void takesNullForNeitherTrueNorFalse() throws UnusableColumnException {
    for (String condition :
        List.of(
            "kind: click",
            "kind: { not: click }",
            "kind: { not-in: [click] }",
            "none-of: [{ kind: click }]",
            "any-of: [{ kind: click }, { amount: { lte: 7 } }]")) {
      assertThat(compiled(condition).accepts(new RowValues(NULLS))).as(condition).isFalse();
    }
    assertThat(compiled("kind: null, amount: {'null': true}").accepts(new RowValues(NULLS)))
        .isTrue();
    assertThat(compiled("any-of: [{ kind: null }, { kind: x }]").accepts(new RowValues(NULLS)))
        .isTrue();
  }

  @Test
  void isInDoubtOnlyWhereTheRowDependsOnWhatIsNotKnown() throws UnusableColumnException {
    RowImage partial = RowImage.of(EVENTS.schema()).set("kind", "click").set("at", null).build();
    assertThat(compiled("kind: view, amount: 7").accepts(new RowValues(partial))).isFalse();
    assertThat(compiled("any-of: [{ amount: 7 }, { kind: click }]").accepts(new RowValues(partial)))
        .isTrue();
    // NULL or false, neither of which is true
    assertThat(compiled("at: '2026-01-01', amount: 7").accepts(new RowValues(partial))).isFalse();
    assertThatThrownBy(() -> compiled("amount: 7, kind: click").accepts(new RowValues(partial)))
        .isInstanceOfSatisfying(
            UnusableColumnException.class,
            e ->
                assertThat(e.unusable())
                    .isEqualTo(new Unusable(Unusable.Code.COLUMN_UNAVAILABLE, "amount")));
    // A false inside of NOT would be true.
    assertThatThrownBy(
            () ->
                compiled("none-of: [{ all-of: [{ at: '2026-01-01', amount: 7 }] }]")
                    .accepts(new RowValues(partial)))
        .isInstanceOf(UnusableColumnException.class);
    assertThatThrownBy(() -> compiled("properties.n: null").accepts(new RowValues(partial)))
        .isInstanceOf(UnusableColumnException.class);
  }

  @Test
  void prefersColumnWhoseNameHasTheDots() throws UnusableColumnException {
    Rows table = Rows.of("public.events").column("a", Kind.JSON).column("a.b", Kind.TEXT);
    RowImage row = table.image("{\"b\": \"inside\", \"c\": 1}", "column");
    assertThat(compiled("a.b: column, a.c: 1").accepts(new RowValues(row))).isTrue();
  }

  @Test
  void refusesDocumentThatIsNoneOfJsonb() {
    for (String document :
        List.of(
            "{\"n\": 1e200000}", "{\"n\": 1e9999999999}", "{\"n\": \"\\u0000\"}", "{\"n\"", "")) {
      RowImage row = EVENTS.image("click", 7, document, null);
      assertThatThrownBy(() -> compiled("properties.n: 5").accepts(new RowValues(row)))
          .as(document)
          .isInstanceOfSatisfying(
              UnusableColumnException.class,
              e -> assertThat(e.unusable().code()).isEqualTo(Unusable.Code.JSON_UNREADABLE));
    }
  }

  @Test
  void namesThePlaceInTheFileOfWhatDoesNotFit() {
    String where =
        "amount: { gt: 1, lt: many }, properties: 5, kind.x: 5, nothing: 1,"
            + " any-of: [{ kind: a, at: { in: [noon] } }, { none-of: [{ properties.x: {gt: 1}, up: null }] }]";
    assertThat(rollup(where).misfits(EVENTS.schema(), true))
        .extracting(Object::toString)
        .containsExactly(
            "features.f.where.amount.lt: column amount is of type integer; compare it with a number",
            "features.f.where.properties: column properties is of type json; name a value inside of"
                + " it such as properties.page.type",
            "features.f.where.kind.x: column kind is of type text, into which no path leads; name a"
                + " json column",
            "features.f.where.nothing: public.events has no column nothing; its columns are kind,"
                + " amount, properties, at",
            "features.f.where.any-of[0].at: column at is of type timestamptz; compare it with a time"
                + " such as 2026-02-28T12:00:00Z, of at most six digits below the second, or"
                + " infinity",
            "features.f.where.any-of[1].none-of[0].up: public.events has no column up; its columns"
                + " are kind, amount, properties, at");
  }

  /** Written out it would have two thousand million digits. */
  @Test
  void comparesNothingWithANumberBeyondThoseOfSql() {
    for (String number : List.of("1e2000000000", "-1e-2000000000", "'1e2000000000'")) {
      assertThat(rollup("amount: { gt: " + number + " }").misfits(EVENTS.schema(), true))
          .extracting(Object::toString)
          .containsExactly(
              "features.f.where.amount.gt: column amount is of type integer; compare it with a"
                  + " number");
    }
  }

  @Test
  void asksOfAllFeaturesWhatTheRollupAsks() throws UnusableColumnException {
    Rollup rollup = rollup("kind: click", "where: { amount: { gt: many } }");
    assertThat(rollup.features().get(0).where().text())
        .isEqualTo("(amount > 'many' and kind = 'click')");
    assertThat(rollup.misfits(EVENTS.schema(), true))
        .extracting(Object::toString)
        .containsExactly(
            "where.amount.gt: column amount is of type integer; compare it with a number");
  }

  @Test
  void namesConditionsSoThatStateKnowsThem() {
    String same = definition("kind: click, amount: { gte: 7 }, any-of: [{ kind: a }, { kind: b }]");
    assertThat(same)
        .contains("\n(kind = 'a' or kind = 'b')\namount >= 7\nkind=click\n")
        .isEqualTo(
            definition(
                "all-of: [{ any-of: [{ kind: a }, { kind: b }] }, { kind: click }], amount: { gte: 7 }"));
    assertThat(
            List.of(
                definition("properties.n: 7"),
                definition("properties.n: '7'"),
                definition("kind: { not-in: [a] }"),
                definition("kind: \"a' or kind = 'b\""),
                definition("kind: [a, b]"),
                definition("kind: \"x\\namount=7\""),
                definition("kind: x, amount: 7")))
        .doesNotHaveDuplicates();
  }

  private static void assertHolds(String where) throws UnusableColumnException {
    assertThat(compiled(where).accepts(new RowValues(CLICK))).as(where).isTrue();
  }

  private static void assertFails(String where) throws UnusableColumnException {
    assertThat(compiled(where).accepts(new RowValues(CLICK))).as(where).isFalse();
  }

  private static Predicate compiled(String where) {
    return rollup(where).features().get(0).where();
  }

  private static String definition(String where) {
    return rollup(where).kept().stream()
        .map(KeptWindow::definition)
        .collect(Collectors.joining("\n\n"));
  }

  private static Rollup rollup(String where) {
    return rollup(where, "");
  }

  private static Rollup rollup(String where, String ofAll) {
    PipelineConfig config =
        PipelineConfig.parse(
            """
            version: 1
            source: { kafka: { bootstrap-servers: "none:1", topic-prefix: app } }
            tables: { public.events: {} }
            redis: { url: "redis://localhost" }
            rollups:
              r:
                from: public.events
                entity: kind
                event-time: at
                %s
                features:
                  f: { count: true, where: {%s}, over: 1h }
                  g: { count: true, over: 1h }
            """
                .formatted(ofAll, where));
    return java.util.Objects.requireNonNull(RollupPlan.of(config).rollups().get("r"));
  }
}
