package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows in a feature's window become its value: what is kept of them, what is shown of that,
 * and the SQL that says the same. {@link Functions} makes them.
 */
public interface Function extends Serializable {

  /** The key of the configuration: {@code sum}. */
  String key();

  /** What is kept of rows; null where that is what other features keep. */
  @Nullable Kept kept();

  /** How many values a tile may hold, unless the feature says otherwise. */
  default int defaultCap() {
    return Integer.MAX_VALUE;
  }

  /** The value of what the windows hold: the feature's own, or those of the two of a ratio. */
  Shown shown(Held held);

  /** The value in SQL, of any type, of as many sources; NULL where the feature is absent. */
  String sql(List<FunctionSql> sources);

  /** What values there are, of an input of a kind; of any kind where there is no input. */
  ValueType type(ColumnType.Kind input);

  /**
   * How far from SQL's the value may be.
   *
   * @param floating whether an input is {@code real} or {@code double precision}
   */
  default Tolerance tolerance(boolean floating) {
    return Tolerance.EXACT;
  }
}
