package io.tributary.config;

import io.tributary.config.binding.Checked;
import io.tributary.config.binding.ConfigNode;
import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Place;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a column's value; all that is not null must hold. Constants are String, Long,
 * BigInteger, BigDecimal or Boolean.
 *
 * @param is written without an operator: {@code event_type: click}
 */
public record ColumnTest(
    @Nullable Object is,
    @Doc("Greater than this.") @Nullable Object gt,
    @Doc("Greater than this or equal to it.") @Nullable Object gte,
    @Doc("Less than this.") @Nullable Object lt,
    @Doc("Less than this or equal to it.") @Nullable Object lte,
    @Doc("Known, and not equal to this.") @Nullable Object not,
    @Doc(value = "Equal to one of these; `column: [a, b]` is the same.", nonEmpty = true)
        @Nullable List<Object> in,
    @Doc(value = "Known, and equal to none of these.", nonEmpty = true)
        @Nullable List<Object> notIn,
    @Doc(value = "`true`: NULL; `false`: not NULL. `column: null` is NULL, too.", key = "null")
        @Nullable Boolean isNull)
    implements Serializable, Checked {

  /** Copies the lists. */
  public ColumnTest {
    in = in == null ? null : List.copyOf(in);
    notIn = notIn == null ? null : List.copyOf(notIn);
  }

  /** That the column equals a value. */
  static ColumnTest of(Object value) {
    return new ColumnTest(value, null, null, null, null, null, null, null, null);
  }

  /** That the column equals one of the values. */
  static ColumnTest of(List<Object> values) {
    return new ColumnTest(null, null, null, null, null, null, values, null, null);
  }

  /** That the column is NULL. */
  static ColumnTest ofNull() {
    return new ColumnTest(null, null, null, null, null, null, null, null, true);
  }

  /** Whether it asks for nothing but whether there is a value. */
  boolean isAboutNullOnly() {
    return Stream.of(is, gt, gte, lt, lte, not, in, notIn).allMatch(Objects::isNull);
  }

  @Override
  public void check(Place place) {
    Map<String, ConfigNode> written = Objects.requireNonNull(place.node().entries());
    if (written.isEmpty()) {
      place.report("asks for nothing", "compare with a value, or give gt, lt, not, in or null");
    }
    for (String operator : written.keySet()) {
      Place at = place.at(operator);
      if (at.node().value() == null) {
        refuseNull(at);
      }
      refuseNulls(at);
    }
  }

  /** SQL's comparison with NULL is never true. */
  private static void refuseNull(Place place) {
    place.report("compares with null", "ask for null: true, or null: false");
  }

  /** Reports the nulls of a list. */
  static void refuseNulls(Place place) {
    if (place.node().value() instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        if (((ConfigNode) items.get(i)).value() == null) {
          refuseNull(place.at(i));
        }
      }
    }
  }
}
