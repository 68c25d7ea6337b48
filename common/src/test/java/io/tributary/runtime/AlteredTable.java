package io.tributary.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A table that is altered at random while rows are written. The database keeps what each row was,
 * under the row's {@code v}, which counts on.
 */
final class AlteredTable {

  static final String CREATE =
      """
      CREATE TABLE truth (v bigint PRIMARY KEY, image jsonb);
      CREATE SEQUENCE counter;
      CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO truth VALUES (NEW.v, to_jsonb(NEW)); RETURN NEW; END $$;
      """;

  /** Types whose forms on the wire differ from each other, so that a change of type shows. */
  private static final String[] TYPES = {"integer", "text", "boolean", "double precision[]"};

  private final Connection connection;
  private final Random random;
  private final List<String> columns = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private int names;

  AlteredTable(Connection connection, Random random) {
    this.connection = connection;
    this.random = random;
  }

  void create() throws SQLException {
    columns.clear();
    types.clear();
    execute("DROP TABLE IF EXISTS t");
    // The number of a column differs from one table of the name to the next.
    boolean reversed = random.nextBoolean();
    execute(
        "CREATE TABLE t (%s, PRIMARY KEY (id))"
            .formatted(
                reversed
                    ? "v bigint DEFAULT nextval('counter'), id bigint"
                    : "id bigint, v bigint DEFAULT nextval('counter')"));
    execute("CREATE TRIGGER keep AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION keep()");
    execute("ALTER PUBLICATION tributary ADD TABLE t");
  }

  /** Some rows and some DDL, in one transaction or in several, committed or not. */
  void change() throws SQLException {
    boolean whole = random.nextInt(3) > 0;
    if (whole) {
      execute("BEGIN");
    }
    List<String> columnsBefore = List.copyOf(columns);
    List<String> typesBefore = List.copyOf(types);
    for (int i = random.nextInt(4); i >= 0; i--) {
      write();
      alter();
      write();
    }
    boolean rolledBack = whole && random.nextInt(5) == 0;
    if (whole) {
      execute(rolledBack ? "ROLLBACK" : "COMMIT");
    }
    if (rolledBack) {
      columns.clear();
      columns.addAll(columnsBefore);
      types.clear();
      types.addAll(typesBefore);
    }
  }

  void write() throws SQLException {
    execute(
        "INSERT INTO t (id%s) VALUES (nextval('counter')%s)"
            .formatted(columns.isEmpty() ? "" : ", " + String.join(", ", columns), values()));
    execute("UPDATE t SET v = nextval('counter') WHERE id = (SELECT min(id) FROM t)");
  }

  private String values() {
    StringBuilder values = new StringBuilder();
    for (String type : types) {
      int number = random.nextInt(1000);
      values.append(
          switch (type) {
            case "integer" -> ", " + number;
            case "text" -> ", 'text " + number + "'";
            case "boolean" -> ", " + (number % 2 == 0);
            default -> ", ARRAY[" + number + ".5]";
          });
    }
    return values.toString();
  }

  private void alter() throws SQLException {
    int column = columns.isEmpty() ? -1 : random.nextInt(columns.size());
    switch (column < 0 ? 0 : random.nextInt(6)) {
      case 0 -> add();
      case 1 -> drop(column);
      case 2 -> rename(column);
      case 3, 4 -> retype(column);
      default -> {
        if (random.nextInt(3) == 0) {
          create();
        }
      }
    }
  }

  private void add() throws SQLException {
    String type = TYPES[random.nextInt(TYPES.length)];
    columns.add("c" + names++);
    types.add(type);
    execute("ALTER TABLE t ADD " + columns.get(columns.size() - 1) + " " + type);
  }

  private void drop(int column) throws SQLException {
    types.remove(column);
    execute("ALTER TABLE t DROP " + columns.remove(column));
  }

  private void rename(int column) throws SQLException {
    String name = "c" + names++;
    execute("ALTER TABLE t RENAME " + columns.set(column, name) + " TO " + name);
  }

  private void retype(int column) throws SQLException {
    String type = TYPES[random.nextInt(TYPES.length)];
    types.set(column, type);
    String name = columns.get(column);
    execute("ALTER TABLE t ALTER " + name + " TYPE " + type + " USING NULL");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
