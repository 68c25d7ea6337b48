package io.tributary.config;

import io.tributary.config.FeatureConfig.Aggregate;
import io.tributary.config.binding.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules between the keys of a feature. */
final class FeatureCheck {

  private static final Duration SHORTEST_HALF_LIFE = Duration.ofSeconds(8);
  private static final Duration LONGEST_HALF_LIFE = Duration.ofDays(3_650);
  private static final int MOST_VALUES = 1_000;
  private static final int GREATEST_CAP = 1_000_000;
  private static final int MOST_TILES = 20_000;

  private static final Set<Aggregate> ESTIMATED =
      EnumSet.of(Aggregate.DISTINCT, Aggregate.PERCENTILE);

  /** Which aggregates a key is for. */
  private static final Map<String, Set<Aggregate>> TAKEN_BY = new LinkedHashMap<>();

  /** Without which keys an aggregate says too little. */
  private static final Map<String, Set<Aggregate>> NEEDED_BY = new LinkedHashMap<>();

  static {
    TAKEN_BY.put("k", EnumSet.of(Aggregate.TOP, Aggregate.FIRST, Aggregate.LAST));
    TAKEN_BY.put("at", EnumSet.of(Aggregate.PERCENTILE));
    TAKEN_BY.put("bounds", EnumSet.of(Aggregate.HISTOGRAM));
    TAKEN_BY.put("half-life", EnumSet.of(Aggregate.DECAYED_COUNT, Aggregate.DECAYED_SUM));
    TAKEN_BY.put("approximate", ESTIMATED);
    TAKEN_BY.put(
        "cap",
        EnumSet.of(
            Aggregate.MIN,
            Aggregate.MAX,
            Aggregate.FIRST,
            Aggregate.LAST,
            Aggregate.LATEST,
            Aggregate.TOP,
            Aggregate.DISTINCT,
            Aggregate.PERCENTILE));
    TAKEN_BY.put("tile", EnumSet.complementOf(EnumSet.of(Aggregate.LATEST)));
    Set<Aggregate> windowed = EnumSet.allOf(Aggregate.class);
    windowed.removeIf(Aggregate::isPlain);
    TAKEN_BY.put("over", windowed);
    NEEDED_BY.put("k", EnumSet.of(Aggregate.TOP));
    for (String key : List.of("at", "bounds", "half-life", "over")) {
      NEEDED_BY.put(key, Objects.requireNonNull(TAKEN_BY.get(key)));
    }
  }

  private final FeatureForm form;
  private final Place place;

  FeatureCheck(FeatureForm form, Place place) {
    this.form = form;
    this.place = place;
  }

  void report() {
    booleans("count", form.count());
    booleans("decayed-count", form.decayedCount());
    List<Aggregate> given =
        Arrays.stream(Aggregate.values()).filter(each -> place.has(each.key())).toList();
    if (given.size() != 1) {
      place.report(
          given.isEmpty() ? "does not say what to compute" : "has " + words(given) + " at once",
          "give one of " + keys(List.of(Aggregate.values())));
      return;
    }
    keysFor(given.get(0));
    limits(given.get(0));
    windows();
  }

  private void booleans(String key, @Nullable Boolean value) {
    if (value != null && !value) {
      place.at(key).report("is false", "write " + key + ": true, or leave it out");
    }
  }

  private static String words(List<Aggregate> given) {
    return given.stream().map(Aggregate::key).collect(Collectors.joining(" and "));
  }

  private static String keys(Iterable<Aggregate> some) {
    StringBuilder keys = new StringBuilder();
    some.forEach(each -> keys.append(keys.isEmpty() ? "" : ", ").append(each.key()));
    return keys.toString();
  }

  private void keysFor(Aggregate aggregate) {
    TAKEN_BY.forEach(
        (key, takers) -> {
          if (place.has(key) && !takers.contains(aggregate)) {
            place.at(key).report("means nothing for " + aggregate.key(), "leave it out");
          }
        });
    if (aggregate == Aggregate.RATIO && !form.where().equals(Filter.NONE)) {
      place.at("where").report("means nothing for ratio", "write it at the two features");
    }
    NEEDED_BY.forEach(
        (key, needing) -> {
          if (needing.contains(aggregate) && !place.has(key)) {
            place.at(key).report("is missing", "give it: " + aggregate.key() + " needs it");
          }
        });
    boolean approximate =
        form.approximate() == null ? aggregate == Aggregate.PERCENTILE : form.approximate();
    if (approximate && place.has("cap") && ESTIMATED.contains(aggregate)) {
      place.at("cap").report("means nothing where approximate is true", "leave one of them out");
    }
  }

  private void limits(Aggregate aggregate) {
    within("k", form.k(), MOST_VALUES);
    within("cap", form.cap(), GREATEST_CAP);
    boolean listsRows = aggregate == Aggregate.FIRST || aggregate == Aggregate.LAST;
    if (listsRows && form.k() != null && form.cap() != null && form.cap() < form.k()) {
      place.at("cap").report("is less than k", "write " + form.k() + " or more");
    }
    BigDecimal at = form.at();
    if (at != null && (at.signum() < 0 || at.compareTo(BigDecimal.ONE) > 0)) {
      place.at("at").report("is not a rank", "write a number from 0 to 1, such as 0.95");
    }
    List<BigDecimal> bounds = form.bounds() == null ? List.of() : form.bounds();
    for (int i = 1; i < bounds.size(); i++) {
      if (bounds.get(i - 1).compareTo(bounds.get(i)) >= 0) {
        place.at("bounds").report("do not ascend", "write the smaller bound first");
        break;
      }
    }
    Duration halfLife = form.halfLife();
    if (halfLife != null
        && (halfLife.compareTo(SHORTEST_HALF_LIFE) < 0
            || halfLife.compareTo(LONGEST_HALF_LIFE) > 0)) {
      place.at("half-life").report("is too short or too long", "write 8s to 3650d");
    }
    if (form.ratio() != null && form.ratio().size() != 2 && !place.at("ratio").isReported()) {
      place.at("ratio").report("does not name two features", "write [clicks, views]");
    }
  }

  private void within(String key, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      place.at(key).report("is out of range", "write 1 to " + most);
    }
  }

  private void windows() {
    Duration tile = form.tile();
    if (tile == null) {
      return;
    }
    if (tile.toMillis() < 1_000 || tile.toMillis() % 1_000 != 0) {
      place.at("tile").report("is not a whole number of seconds", "write 1s or longer");
      return;
    }
    if (form.halfLife() != null) {
      fits(tile, "half-life", form.halfLife());
    }
    for (Window window : form.over() == null ? List.<Window>of() : form.over()) {
      Duration length = window.length();
      if (length != null) {
        fits(tile, "window " + window.label(), length);
      }
    }
  }

  private void fits(Duration tile, String what, Duration length) {
    if (tile.compareTo(length) > 0) {
      place.at("tile").report("is longer than the " + what, "write a shorter one");
    } else if (length.toMillis() / tile.toMillis() > MOST_TILES) {
      place
          .at("tile")
          .report("fits more than " + MOST_TILES + " times into the " + what, "write a longer one");
    }
  }
}
