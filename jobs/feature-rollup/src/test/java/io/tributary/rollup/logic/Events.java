package io.tributary.rollup.logic;

import io.tributary.event.ColumnType;
import io.tributary.event.TableDescription;
import io.tributary.rollup.logic.aggregate.Function;
import io.tributary.rollup.logic.aggregate.Functions;
import io.tributary.rollup.logic.row.And;
import io.tributary.rollup.logic.row.ColumnRef;
import io.tributary.rollup.logic.row.Compare;
import io.tributary.rollup.logic.row.Constant;
import io.tributary.rollup.logic.row.IsNull;
import io.tributary.rollup.logic.row.Operator;
import io.tributary.rollup.logic.row.Predicate;
import io.tributary.testing.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table that the tests count over, and ways to say what to count. */
public final class Events {

  /**
   * {@code (id, user_id, device, event_type, value, amount, score, flag, occurred_at, local_at,
   * weight, day, ref)}.
   */
  public static final Rows TABLE =
      Rows.of("public.events")
          .column("id", ColumnType.Kind.BIGINT)
          .column("user_id", ColumnType.Kind.BIGINT)
          .column("device", ColumnType.Kind.TEXT)
          .column("event_type", ColumnType.Kind.TEXT)
          .column("value", ColumnType.numeric(12, 2))
          .column("amount", ColumnType.Kind.INTEGER)
          .column("score", ColumnType.Kind.DOUBLE)
          .column("flag", ColumnType.Kind.BOOLEAN)
          .column("occurred_at", ColumnType.Kind.TIMESTAMPTZ)
          .column("local_at", ColumnType.Kind.TIMESTAMP)
          .column("weight", ColumnType.Kind.REAL)
          .column("day", ColumnType.Kind.DATE)
          .column("ref", ColumnType.Kind.UUID)
          .key("id");

  /** The same table for PostgreSQL. */
  static final String DDL =
      """
      CREATE TABLE public.events (
        id bigint PRIMARY KEY, user_id bigint, device text, event_type text, value numeric(12, 2),
        amount integer, score double precision, flag boolean, occurred_at timestamptz,
        local_at timestamp, weight real, day date, ref uuid)
      """;

  private Events() {}

  /** A rollup by {@code user_id} and {@code occurred_at}. */
  public static Rollup byUser(Feature... features) {
    return rollup("by_user", List.of("user_id"), "occurred_at", features);
  }

  public static Rollup rollup(
      String name, List<String> entity, String eventTime, Feature... features) {
    return Rollup.of(name, TABLE.table(), entity, eventTime, List.of(features));
  }

  public static Feature count(
      String name, Map<String, ? extends @Nullable Object> where, String... over) {
    return new Feature(name, Functions.COUNT, null, conditions(name, where), windows(over));
  }

  public static Feature sum(
      String name, String input, Map<String, ? extends @Nullable Object> where, String... over) {
    return feature(name, Functions.SUM, input, where, over);
  }

  public static Feature feature(
      String name,
      Function function,
      @Nullable String input,
      Map<String, ? extends @Nullable Object> where,
      String... over) {
    return new Feature(name, function, input, conditions(name, where), windows(over));
  }

  /** A feature of every row in a window. */
  static Feature feature(String name, Function function, @Nullable String input, String... over) {
    return feature(name, function, input, Map.of(), over);
  }

  /** A feature without windows to choose. */
  static Feature plain(
      String name, Function function, @Nullable String input, FeatureWindow window) {
    return new Feature(name, function, input, new And(List.of()), List.of(window));
  }

  /** The same with another cap. */
  static Feature capped(Feature feature, int cap) {
    return new Feature(
        feature.name(),
        feature.function(),
        feature.input(),
        feature.where(),
        feature.windows(),
        cap,
        feature.parts());
  }

  /** One feature divided by another. */
  static Feature ratio(String name, Feature numerator, Feature denominator, String... over) {
    Function function = Functions.ratio(numerator.function(), denominator.function());
    return new Feature(
        name,
        function,
        null,
        new And(List.of()),
        windows(over),
        function.defaultCap(),
        List.of(numerator, denominator));
  }

  /** The table as PostgreSQL describes it. */
  static TableDescription described() {
    return new TableDescription(TABLE.table(), TABLE.schema(), List.of("id"), false);
  }

  private static Predicate conditions(
      String feature, Map<String, ? extends @Nullable Object> where) {
    return new And(
        where.entrySet().stream()
            .map(condition -> equal(feature, condition.getKey(), condition.getValue()))
            .toList());
  }

  private static Predicate equal(String feature, String column, @Nullable Object value) {
    ColumnRef reference = ColumnRef.of(column);
    String at = "features." + feature + ".where." + column;
    return value == null
        ? new IsNull(reference, at)
        : new Compare(reference, Operator.EQ, Constant.of(value), at);
  }

  private static List<FeatureWindow> windows(String... over) {
    return java.util.Arrays.stream(over).map(Events::window).toList();
  }

  /** {@code 5m}, {@code 7d} or {@code lifetime}. */
  static FeatureWindow window(String label) {
    if (label.equals("lifetime")) {
      return new FeatureWindow(label, FeatureWindow.ENDLESS);
    }
    long number = Long.parseLong(label.substring(0, label.length() - 1));
    Duration length =
        switch (label.charAt(label.length() - 1)) {
          case 's' -> Duration.ofSeconds(number);
          case 'm' -> Duration.ofMinutes(number);
          case 'h' -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    return new FeatureWindow(label, length.toMillis());
  }
}
