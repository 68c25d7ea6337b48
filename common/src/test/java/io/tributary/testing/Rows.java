package io.tributary.testing;

import io.tributary.event.ColumnType;
import io.tributary.event.Lsn;
import io.tributary.event.Op;
import io.tributary.event.RowImage;
import io.tributary.event.RowKey;
import io.tributary.event.RowSchema;
import io.tributary.event.TableId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of a test, and changes of its rows:
 *
 * <pre>{@code
 * Rows users = Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");
 * users.insert("0/100").set("id", 42).set("email", "a@x").event();
 * users.update("0/200").was("id", 42).was("email", "a@x").set("email", "b@x").transition();
 * users.delete("0/300").was("id", 42).event();
 * }</pre>
 */
public final class Rows {

  private final TableId table;
  private final RowSchema schema;
  private final List<String> key;

  private Rows(TableId table, RowSchema schema, List<String> key) {
    this.table = table;
    this.schema = schema;
    this.key = key;
  }

  /** A table without columns, to be continued with {@link #column}. */
  public static Rows of(String table) {
    return new Rows(TableId.parse(table), RowSchema.of(), List.of());
  }

  public Rows column(String name, ColumnType.Kind kind) {
    return column(name, ColumnType.of(kind));
  }

  public Rows column(String name, ColumnType type) {
    return column(name, type, 0);
  }

  /** A column whose attribute number is known. */
  public Rows column(String name, ColumnType type, int attribute) {
    List<RowSchema.Column> columns = new ArrayList<>(schema.columns());
    columns.add(new RowSchema.Column(name, type, attribute));
    return new Rows(table, RowSchema.of(columns), key);
  }

  /** The primary key; a table without this has none. */
  public Rows key(String... columns) {
    return new Rows(table, schema, List.of(columns));
  }

  public TableId table() {
    return table;
  }

  public RowSchema schema() {
    return schema;
  }

  /** A row that a snapshot read. */
  public RowChange read(String lsn) {
    return new RowChange(this, Op.READ, Lsn.parse(lsn));
  }

  public RowChange insert(String lsn) {
    return new RowChange(this, Op.CREATE, Lsn.parse(lsn));
  }

  public RowChange update(String lsn) {
    return new RowChange(this, Op.UPDATE, Lsn.parse(lsn));
  }

  public RowChange delete(String lsn) {
    return new RowChange(this, Op.DELETE, Lsn.parse(lsn));
  }

  /** The end of all rows. */
  public RowChange truncate(String lsn) {
    return new RowChange(this, Op.TRUNCATE, Lsn.parse(lsn));
  }

  /** A key with these values in the key's order. */
  public RowKey keyOf(@Nullable Object... values) {
    RowSchema columns = keySchema();
    RowImage.Builder image = RowImage.of(columns);
    for (int i = 0; i < values.length; i++) {
      image.set(i, valueOf(columns.column(i).type(), values[i]));
    }
    return new RowKey(image.build());
  }

  /** An image with these values in the table's order. */
  public RowImage image(@Nullable Object... values) {
    RowImage.Builder image = RowImage.of(schema);
    for (int i = 0; i < values.length; i++) {
      image.set(i, valueOf(schema.column(i).type(), values[i]));
    }
    return image.build();
  }

  List<String> key() {
    return key;
  }

  private RowSchema keySchema() {
    return RowSchema.of(key.stream().map(name -> schema.column(schema.indexOf(name))).toList());
  }

  /** Lets a test write 42 for a bigint, "1.50" for a numeric and ISO-8601 for a timestamptz. */
  static @Nullable Object valueOf(ColumnType type, @Nullable Object value) {
    return switch (type.kind()) {
      case BIGINT, TIME -> value instanceof Integer number ? Long.valueOf(number) : value;
      case NUMERIC -> value instanceof String text ? new BigDecimal(text) : value;
      case TIMESTAMPTZ -> value instanceof String text ? Instant.parse(text) : value;
      default -> value;
    };
  }
}
