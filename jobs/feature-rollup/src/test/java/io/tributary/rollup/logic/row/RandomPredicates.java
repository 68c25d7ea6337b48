package io.tributary.rollup.logic.row;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** Random conditions on the table of {@link RandomRows}. */
final class RandomPredicates {

  private static final List<Object> CONSTANTS =
      List.of(7L, -1L, 0L, new BigDecimal("1e3"), new BigDecimal("7.50"), true, false, "7", "true");

  private final Random random;
  private final RandomRows rows;

  RandomPredicates(Random random, RandomRows rows) {
    this.random = random;
    this.rows = rows;
  }

  Predicate next(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 8)) {
      case 0, 1 -> {
        ColumnRef column = rows.reference();
        yield new Compare(column, rows.any(List.of(Operator.values())), constant(column), "");
      }
      case 2 -> {
        ColumnRef column = rows.reference();
        int size = 1 + random.nextInt(3);
        List<Constant> constants =
            IntStream.range(0, size).mapToObj(any -> constant(column)).toList();
        yield new In(column, constants, "");
      }
      case 3 -> new IsNull(rows.reference(), "");
      case 4, 5 -> new And(parts(depth));
      case 6 -> new Or(parts(depth));
      default -> new Not(next(depth - 1));
    };
  }

  private List<Predicate> parts(int depth) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(any -> next(depth - 1)).toList();
  }

  /** A constant that the column can be compared with. */
  private Constant constant(ColumnRef column) {
    RandomRows.Column type = RandomRows.COLUMNS.get(column.indexIn(RandomRows.SCHEMA));
    while (true) {
      Object value =
          type.texts().isEmpty() || random.nextInt(4) == 0
              ? rows.any(CONSTANTS)
              : Objects.requireNonNull(rows.any(type.texts()));
      Constant constant = Constant.of(value);
      if (column.fits(RandomRows.SCHEMA, constant)) {
        return constant;
      }
    }
  }
}
