package io.tributary.runtime.direct;

import io.debezium.connector.postgresql.connection.pgoutput.PgOutputColumnValue;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose prepared statements return numbers and times as the stream does, from
 * PostgreSQL's text. What the driver makes of them has lost microseconds of times, days before the
 * Gregorian calendar, the era of dates, 24:00, NaN and infinities, or the connector loses them.
 */
final class ExactRows implements InvocationHandler {

  private final Object target;

  private ExactRows(Object target) {
    this.target = target;
  }

  static Connection of(Connection connection) {
    return wrap(Connection.class, connection);
  }

  private static <T> T wrap(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            ExactRows.class.getClassLoader(), new Class<?>[] {type}, new ExactRows(target)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (target instanceof ResultSet row
        && method.getName().equals("getObject")
        && arguments != null
        && arguments.length == 1
        && arguments[0] instanceof Integer column) {
      return value(row, column);
    }
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (result instanceof PreparedStatement statement) {
      return wrap(PreparedStatement.class, statement);
    }
    return result instanceof ResultSet rows ? wrap(ResultSet.class, rows) : result;
  }

  private static @Nullable Object value(ResultSet row, int column) throws SQLException {
    String type = row.getMetaData().getColumnTypeName(column);
    return switch (type) {
      case "numeric", "money", "date", "time", "timetz", "timestamp", "timestamptz" -> {
        PgOutputColumnValue value = new PgOutputColumnValue(row.getString(column));
        yield value.isNull() ? null : parse(type, value);
      }
      default -> row.getObject(column);
    };
  }

  private static Object parse(String type, PgOutputColumnValue value) {
    return switch (type) {
      case "numeric" -> value.asDecimal();
      case "money" -> value.asMoney().val;
      case "date" -> value.asLocalDate();
      case "time" -> value.asTime();
      case "timetz" -> value.asOffsetTimeUtc();
      case "timestamp" -> value.asInstant();
      default -> value.asOffsetDateTimeAtUtc();
    };
  }
}
