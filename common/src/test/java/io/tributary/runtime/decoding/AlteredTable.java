package io.tributary.runtime.decoding;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * A table that is migrated while its rows are written, as a seed tells, and an enum that grows. The
 * database keeps what each row was, under the row's {@code v}, which counts on.
 */
final class AlteredTable {

  static final String CREATE =
      """
      CREATE TABLE truth (v bigint PRIMARY KEY, image jsonb);
      CREATE SEQUENCE counter;
      CREATE TYPE mood AS ENUM ('label 0');
      CREATE DOMAIN feeling AS mood;
      CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO truth VALUES (NEW.v, to_jsonb(NEW)); RETURN NEW; END $$;
      """;

  /** Types that look different in a record, but for those whose values mean the same. */
  private static final String[] TYPES = {
    "integer",
    "bigint",
    "text",
    "boolean",
    "double precision",
    "double precision[]",
    "text[]",
    "mood",
    "feeling",
    "mood[]",
    "feeling[]"
  };

  private static final int MOST_COLUMNS = 6;

  private record Column(String name, String type, boolean mayBeNull) {}

  private final Connection connection;
  private final Random random;
  private List<Column> columns = new ArrayList<>();
  private int names;
  private int labels = 1;

  AlteredTable(Connection connection, Random random) {
    this.connection = connection;
    this.random = random;
  }

  void create() throws SQLException {
    columns.clear();
    execute("DROP TABLE IF EXISTS t");
    // The number of a column differs from one table of the name to the next.
    String key = "id bigint";
    String version = "v bigint DEFAULT nextval('counter')";
    String first = random.nextBoolean() ? key + ", " + version : version + ", " + key;
    execute("CREATE TABLE t (" + first + ", PRIMARY KEY (id))");
    execute("CREATE TRIGGER keep AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION keep()");
    execute("ALTER PUBLICATION tributary ADD TABLE t");
  }

  /** Some rows and some DDL, in one transaction or in several, committed or not. */
  void change() throws SQLException {
    if (random.nextInt(3) == 0) {
      execute("ALTER TYPE mood ADD VALUE 'label " + labels++ + "'");
    }
    boolean whole = random.nextInt(3) > 0;
    List<Column> before = List.copyOf(columns);
    if (whole) {
      execute("BEGIN");
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      write();
      alter();
      write();
    }
    if (whole && random.nextInt(5) == 0) {
      execute("ROLLBACK");
      columns = new ArrayList<>(before);
    } else if (whole) {
      execute("COMMIT");
    }
  }

  void write() throws SQLException {
    StringJoiner names = new StringJoiner(", ", "(", ")").add("id");
    StringJoiner values = new StringJoiner(", ", "(", ")").add("nextval('counter')");
    for (Column column : columns) {
      names.add(column.name());
      values.add(column.mayBeNull() && random.nextInt(6) == 0 ? "NULL" : value(column.type()));
    }
    execute("INSERT INTO t " + names + " VALUES " + values);
    execute("UPDATE t SET v = nextval('counter') WHERE id = (SELECT min(id) FROM t)");
  }

  private String value(String type) {
    int number = random.nextInt(1000);
    String label = "'label " + (labels - 1 - random.nextInt(Math.min(labels, 3))) + "'";
    return switch (type) {
      case "integer" -> String.valueOf(number);
      case "bigint" -> String.valueOf(number * 10_000_000_000L);
      case "text" -> "'text " + number + "'";
      case "boolean" -> String.valueOf(number % 2 == 0);
      case "double precision" -> number + ".5";
      case "text[]" -> "ARRAY['" + number + "']";
      case "mood", "feeling" -> label;
      case "mood[]", "feeling[]" -> "ARRAY[" + label + "]::" + type;
      default -> "ARRAY[" + number + ".5]";
    };
  }

  private void alter() throws SQLException {
    if (columns.isEmpty()) {
      add();
      return;
    }
    int column = random.nextInt(columns.size());
    switch (random.nextInt(10)) {
      case 0, 1 -> add();
      case 2 -> drop(column);
      case 3 -> rename(column);
      case 4 -> exchangeNames(column, random.nextInt(columns.size()));
      case 5, 6 -> retype(column);
      case 7 -> constrain(column);
      case 8 -> execute(random.nextBoolean() ? "ANALYZE t" : "ALTER TABLE t REPLICA IDENTITY FULL");
      default -> rebuild();
    }
  }

  private void rebuild() throws SQLException {
    if (random.nextInt(3) == 0) {
      create();
    } else {
      execute("ALTER TABLE t REPLICA IDENTITY DEFAULT");
    }
  }

  /** Under a new name, or one that another column had before. */
  private void add() throws SQLException {
    boolean again = names > 0 && random.nextInt(4) == 0;
    String name = "c" + (again ? random.nextInt(names) : names++);
    if (columns.size() == MOST_COLUMNS || columns.stream().anyMatch(it -> it.name().equals(name))) {
      return;
    }
    String type = type();
    boolean mayBeNull = random.nextInt(3) > 0;
    columns.add(new Column(name, type, mayBeNull));
    execute(
        mayBeNull
            ? "ALTER TABLE t ADD %s %s".formatted(name, type)
            : "ALTER TABLE t ADD %1$s %2$s NOT NULL DEFAULT %3$s; ALTER TABLE t ALTER %1$s DROP DEFAULT"
                .formatted(name, type, value(type)));
  }

  private void drop(int column) throws SQLException {
    execute("ALTER TABLE t DROP " + columns.remove(column).name());
  }

  private void rename(int index) throws SQLException {
    Column column = columns.get(index);
    String name = "c" + names++;
    columns.set(index, new Column(name, column.type(), column.mayBeNull()));
    execute("ALTER TABLE t RENAME " + column.name() + " TO " + name);
  }

  private void exchangeNames(int first, int second) throws SQLException {
    Column one = columns.get(first);
    Column other = columns.get(second);
    if (first != second) {
      columns.set(first, new Column(other.name(), one.type(), one.mayBeNull()));
      columns.set(second, new Column(one.name(), other.type(), other.mayBeNull()));
      execute("ALTER TABLE t RENAME " + one.name() + " TO spare");
      execute("ALTER TABLE t RENAME " + other.name() + " TO " + one.name());
      execute("ALTER TABLE t RENAME spare TO " + other.name());
    }
  }

  private void retype(int index) throws SQLException {
    Column column = columns.get(index);
    String type = type();
    columns.set(index, new Column(column.name(), type, column.mayBeNull()));
    String name = column.name();
    String values = column.mayBeNull() ? "NULL" : value(type);
    execute("ALTER TABLE t ALTER " + name + " TYPE " + type + " USING " + values);
  }

  /** NOT NULL is set as migrations do it: first every row gets a value. */
  private void constrain(int index) throws SQLException {
    Column column = columns.get(index);
    String name = column.name();
    if (column.mayBeNull()) {
      execute(
          "UPDATE t SET v = nextval('counter'), %s = %s WHERE %s IS NULL"
              .formatted(name, value(column.type()), name));
    }
    columns.set(index, new Column(name, column.type(), !column.mayBeNull()));
    execute("ALTER TABLE t ALTER " + name + (column.mayBeNull() ? " SET" : " DROP") + " NOT NULL");
  }

  private String type() {
    return TYPES[random.nextInt(TYPES.length)];
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
