package io.tributary.benchmarks.ledger;

import io.tributary.event.RowImage;
import java.util.StringJoiner;
import org.apache.flink.types.Row;

/** One text for a row, however a contender holds it: the columns' values in the table's order. */
final class FinalRow {

  private FinalRow() {}

  static String of(RowImage image) {
    StringJoiner text = new StringJoiner("|");
    for (int i = 0; i < image.schema().size(); i++) {
      text.add(String.valueOf(image.value(i)));
    }
    return text.toString();
  }

  static String of(Row row) {
    StringJoiner text = new StringJoiner("|");
    for (int i = 0; i < row.getArity(); i++) {
      text.add(String.valueOf(row.getField(i)));
    }
    return text.toString();
  }
}
