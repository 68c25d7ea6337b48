package io.tributary.rollup.logic.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.ColumnType;
import io.tributary.rollup.logic.RandomHistory;
import io.tributary.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Binary numbers are shown with the digits that PostgreSQL shows. */
class ShownNumbersIT {

  private static final int RANDOM = 5_000;

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

  private final Random random = new Random(RandomHistory.seed());

  @Test
  void doubles() throws SQLException {
    List<Double> numbers = new ArrayList<>(List.of(0.0, 0.1, Double.MIN_VALUE, Double.MAX_VALUE));
    for (int exponent = -1074; exponent < 1024; exponent++) {
      double power = exponent < -1022 ? Double.MIN_VALUE : Math.scalb(1.0, exponent);
      numbers.add(exponent < -1022 ? power * Math.scalb(1.0, exponent + 1074) : power);
    }
    for (int i = 0; i < RANDOM; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      numbers.add(Double.isFinite(any) ? any : random.nextInt(1_000) / 8.0);
      numbers.add(Double.longBitsToDouble(random.nextLong(1L << random.nextInt(1, 54))));
    }
    assertShown(numbers, ColumnType.Kind.DOUBLE, "double precision");
  }

  @Test
  void reals() throws SQLException {
    List<Float> numbers = new ArrayList<>(List.of(0f, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE));
    for (int exponent = -149; exponent < 128; exponent++) {
      numbers.add((float) Math.scalb(1.0, exponent));
    }
    for (int i = 0; i < RANDOM; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      numbers.add(Float.isFinite(any) ? any : random.nextInt(1_000) / 8f);
      numbers.add(Float.intBitsToFloat(random.nextInt(1 << random.nextInt(1, 25))));
    }
    assertShown(numbers, ColumnType.Kind.REAL, "real");
  }

  private static void assertShown(List<? extends Number> numbers, ColumnType.Kind kind, String type)
      throws SQLException {
    String sql = "SELECT %s FROM unnest(?::text::%s[]) WITH ORDINALITY AS n(v, i) ORDER BY i";
    String array = numbers.toString().replace('[', '{').replace(']', '}');
    try (Connection connection = POSTGRES.connect();
        PreparedStatement query =
            connection.prepareStatement(sql.formatted(ValueSql.shown("v", kind), type))) {
      query.setString(1, array);
      ResultSet shown = query.executeQuery();
      for (Number number : numbers) {
        assertThat(shown.next()).isTrue();
        assertThat(Json.number(number)).as("%s", number).isEqualTo(shown.getString(1));
      }
    }
  }
}
