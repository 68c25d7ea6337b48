package io.tributary.tools.decode;

import io.tributary.tools.decode.RandomColumns.Column;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;

/** Arrays of every type, each of them so large that PostgreSQL stores it outside of its row. */
final class LargeArrays {

  private static final int ELEMENTS = 2500;

  static final String TABLE =
      "create table big (id int primary key, revision int, %s); ".formatted(columns("%s %s"))
          + "alter table big set (toast_tuple_target = 128); alter table big "
          + columns("alter %s set storage external");

  /** One with a value in each column, and one with NULL in each. */
  static final String ROWS =
      "insert into big (id, revision, %s) values (1, 0, %s); ".formatted(columns("%s"), values())
          + "insert into big (id, revision) values (2, 0)";

  static final String UPDATE = "update big set revision = 1";

  private LargeArrays() {}

  private static String columns(String form) {
    return RandomArrays.COLUMNS.stream()
        .map(column -> form.formatted(column.name(), column.type()))
        .collect(Collectors.joining(", "));
  }

  private static String values() {
    return RandomArrays.COLUMNS.stream().map(LargeArrays::value).collect(Collectors.joining(", "));
  }

  private static String value(Column column) {
    Random random = new Random(1);
    String array = "{}";
    while (array.equals("{}")) {
      array = column.literal().apply(random);
    }
    String elements = array.substring(1, array.length() - 1) + ",";
    String many = String.join("", Collections.nCopies(ELEMENTS, elements));
    return "'{%s}'::%s"
        .formatted(many.substring(0, many.length() - 1).replace("'", "''"), column.type());
  }
}
