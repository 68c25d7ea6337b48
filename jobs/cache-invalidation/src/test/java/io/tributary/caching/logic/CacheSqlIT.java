package io.tributary.caching.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowImage;
import io.tributary.event.RowSchema;
import io.tributary.testing.TestPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys that we compute are those that the database computes. */
class CacheSqlIT {

  @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();
  private static Connection database;

  @BeforeAll
  static void startServer() throws SQLException {
    database = POSTGRES.connect();
    try (Statement statement = database.createStatement()) {
      statement.execute("CREATE TYPE mood AS ENUM ('so so', 'it''s fine')");
    }
  }

  @AfterAll
  static void stopServer() throws SQLException {
    database.close();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        value("smallint", Kind.SMALLINT, "-32768", -32768),
        value("integer", Kind.INTEGER, "2147483647", 2147483647),
        value("bigint", Kind.BIGINT, "-9223372036854775808", Long.MIN_VALUE),
        value("boolean", Kind.BOOLEAN, "t", true),
        value("boolean", Kind.BOOLEAN, "f", false),
        value("numeric(10,2)", Kind.NUMERIC, "1.5", new BigDecimal("1.50")),
        value("numeric", Kind.NUMERIC, "1e20", new BigDecimal("1E+20")),
        value("numeric", Kind.NUMERIC, "0.0000000001", new BigDecimal("1E-10")),
        value("numeric", Kind.NUMERIC, "-0.00", new BigDecimal("0.00")),
        value("numeric", Kind.NUMERIC, "NaN", Double.NaN),
        value("numeric", Kind.NUMERIC, "-inf", Double.NEGATIVE_INFINITY),
        value(
            "text",
            Kind.TEXT,
            "it's {a} \\ %s ? \n \uD83D\uDE80",
            "it's {a} \\ %s ? \n \uD83D\uDE80"),
        value("money", Kind.NUMERIC, "1234.5", new BigDecimal("1234.50")),
        value("text", Kind.TEXT, "", ""),
        value("text", Kind.TEXT, " spaces ", " spaces "),
        value("varchar(5)", Kind.TEXT, "héllo", "héllo"),
        value("char(5)", Kind.TEXT, "ab", "ab   "),
        value("mood", Kind.TEXT, "it's fine", "it's fine"),
        value("inet", Kind.TEXT, "192.168.0.1", "192.168.0.1"),
        value("inet", Kind.TEXT, "10.0.0.0/8", "10.0.0.0/8"),
        value("int4range", Kind.TEXT, "[1,3]", "[1,4)"),
        value(
            "uuid",
            Kind.UUID,
            "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        value("date", Kind.DATE, "2026-02-28", LocalDate.of(2026, 2, 28)),
        value("date", Kind.DATE, "0044-03-15 BC", LocalDate.of(-43, 3, 15)),
        value("date", Kind.DATE, "12026-02-28", LocalDate.of(12026, 2, 28)),
        value("date", Kind.DATE, "infinity", LocalDate.MAX),
        value("date", Kind.DATE, "-infinity", LocalDate.MIN),
        value("time", Kind.TIME, "12:34:56.500", 45_296_500_000L),
        value("time", Kind.TIME, "00:00:10", 10_000_000L),
        value("time", Kind.TIME, "00:00:00.000001", 1L),
        value("time", Kind.TIME, "24:00", 86_400_000_000L),
        value(
            "timestamp",
            Kind.TIMESTAMP,
            "2026-02-28 12:34:56.120",
            LocalDateTime.of(2026, 2, 28, 12, 34, 56, 120_000_000)),
        value(
            "timestamp",
            Kind.TIMESTAMP,
            "0044-03-15 00:00:00 BC",
            LocalDateTime.of(-43, 3, 15, 0, 0)),
        value("timestamp", Kind.TIMESTAMP, "infinity", LocalDateTime.MAX),
        value("timestamp", Kind.TIMESTAMP, "-infinity", LocalDateTime.MIN));
  }

  private static Arguments value(String type, Kind kind, String written, Object decoded) {
    return Arguments.of(type, kind, written, decoded);
  }

  @ParameterizedTest
  @MethodSource("values")
  void writesEachTypeAsTheDatabaseDoes(String type, Kind kind, String written, Object decoded)
      throws SQLException {
    KeyTemplate template = KeyTemplate.parse("it's:{va\"lue}:{{x}}{va\"lue}");
    RowSchema columns = columns(kind);
    RowImage row = RowImage.of(columns).set(0, decoded).build();

    String inDatabase = inDatabase(CacheSql.key(template, columns), type, written);

    assertThat(template.keyOf(row)).isEqualTo(new CacheKey.Known(String.valueOf(inDatabase)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void writesAValueOnItsOwnAsTheDatabaseDoes(String type, Kind kind, String written, Object decoded)
      throws SQLException {
    KeyTemplate template = KeyTemplate.parse("{va\"lue}");

    String inDatabase = inDatabase(CacheSql.key(template, columns(kind)), type, written);

    assertThat(inDatabase).isEqualTo(ColumnText.of(ColumnType.of(kind), decoded));
  }

  @ParameterizedTest
  @MethodSource("values")
  void hasNoKeyForNull(String type, Kind kind, String written, Object decoded) throws SQLException {
    KeyTemplate template = KeyTemplate.parse("user:{va\"lue}");

    assertThat(inDatabase(CacheSql.key(template, columns(kind)), type, null)).isNull();
  }

  @Test
  void refusesAColumnThatTheTableLacksOrThatNoKeyCanHold() {
    KeyTemplate template = KeyTemplate.parse("user:{va\"lue}");

    assertThatThrownBy(() -> CacheSql.key(template, RowSchema.of()))
        .hasMessageContaining("no column va\"lue");
    assertThatThrownBy(() -> CacheSql.key(template, columns(Kind.TIMESTAMPTZ)))
        .hasMessageContaining("time zone");
  }

  private static RowSchema columns(Kind kind) {
    return RowSchema.of(new RowSchema.Column("va\"lue", ColumnType.of(kind)));
  }

  private static @Nullable String inDatabase(
      String expression, String type, @Nullable String written) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS v");
      statement.execute("CREATE TABLE v (\"va\"\"lue\" " + type + ")");
      String literal = written == null ? "NULL" : "'" + written.replace("'", "''") + "'";
      statement.execute("INSERT INTO v VALUES (" + literal + ")");
      try (ResultSet rows = statement.executeQuery("SELECT " + expression + " FROM v")) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    }
  }
}
