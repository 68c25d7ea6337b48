package io.tributary.rollup.logic.aggregate;

import io.tributary.event.ColumnType;
import java.util.List;

/**
 * A count or a sum in which what is a half-life old counts half, what is two old a quarter, and
 * what is older than the window, 24 half-lives, nothing. Age is that of the row's tile.
 */
record Decayed(String key, NumberFunction of) implements Function {

  @Override
  public Kept kept() {
    return of.kept();
  }

  @Override
  public Shown shown(Held held) {
    return Shown.of(held.decayed(tile -> of.number(tile).doubleValue()));
  }

  @Override
  public ValueType type(ColumnType.Kind input) {
    return ValueType.BINARY;
  }

  @Override
  public String sql(List<FunctionSql> sources) {
    FunctionSql source = sources.get(0);
    String amount = "(" + of.amountSql(source) + ")::double precision";
    return "coalesce(sum(" + amount + " * " + source.weight() + ")" + source.filter() + ", 0)";
  }

  @Override
  public Tolerance tolerance(boolean floating) {
    return Tolerance.FLOATING;
  }
}
