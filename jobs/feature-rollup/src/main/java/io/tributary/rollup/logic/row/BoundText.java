package io.tributary.rollup.logic.row;

import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whether a text column equals one of some constants, read from its bytes. */
final class BoundText implements Bound {

  private final Leaf leaf;
  private final int index;
  private final byte[][] constants;

  private BoundText(Leaf leaf, int index, byte[][] constants) {
    this.leaf = leaf;
    this.index = index;
    this.constants = constants;
  }

  /** A leaf that asks for equality, bound to a schema. */
  static Bound of(Leaf leaf, RowSchema schema) {
    ColumnRef column = leaf.column();
    int index = column.indexIn(schema);
    List<Constant> constants = leaf.constants();
    boolean plain =
        index >= 0
            && !column.isInside(schema)
            && column.columnKind(schema) == Kind.TEXT
            && constants.stream().allMatch(constant -> constant.accepts(Kind.TEXT));
    return plain
        ? new BoundText(leaf, index, constants.stream().map(BoundText::utf8).toArray(byte[][]::new))
        : leaf::judge;
  }

  private static byte[] utf8(Constant constant) {
    return ((String) constant.form(Kind.TEXT)).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Truth evaluate(RowValues row) {
    if (!row.isValue(index)) {
      return leaf.judge(row);
    }
    for (byte[] constant : constants) {
      if (row.isText(index, constant)) {
        return Truth.TRUE;
      }
    }
    return Truth.FALSE;
  }
}
