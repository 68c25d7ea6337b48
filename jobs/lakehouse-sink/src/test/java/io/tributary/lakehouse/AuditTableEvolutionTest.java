package io.tributary.lakehouse;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.DATE;
import static io.tributary.event.ColumnType.Kind.INTEGER;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.config.LakehouseConfig;
import io.tributary.event.ColumnType;
import io.tributary.testing.Rows;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an audit table when its source gets other columns, or columns other types. */
class AuditTableEvolutionTest {

  private static final Rows USERS =
      Rows.of("public.users").column("id", BIGINT).column("email", TEXT).key("id");

  @TempDir Path directory;
  private LakehouseConfig lakehouse = Lakehouses.in(Path.of("."));

  @BeforeEach
  void openLakehouse() {
    lakehouse = Lakehouses.in(directory);
  }

  @Test
  void growsWithItsSource() throws Exception {
    Rows wider = USERS.column("Born.On", DATE);
    Lakehouses.write(
        lakehouse,
        USERS.insert("0/100").set("id", 1).transition(),
        wider.insert("0/200").set("id", 2).set("Born.On", LocalDate.EPOCH).transition(),
        USERS.insert("0/300").set("id", 3).transition());

    assertThat(entries(USERS))
        .extracting(AuditEntry::after)
        .containsExactly(
            Lakehouses.image("id", "1", "email", null, "Born.On", null),
            Lakehouses.image("id", "2", "email", null, "Born.On", "1970-01-01"),
            Lakehouses.image("id", "3", "email", null, "Born.On", null));
  }

  @Test
  void widensIntegersInPlace() throws Exception {
    Rows narrow = Rows.of("public.counts").column("n", INTEGER);
    Rows wide = Rows.of("public.counts").column("n", BIGINT);
    Lakehouses.write(
        lakehouse,
        narrow.insert("0/100").set("n", 1).transition(),
        wide.insert("0/200").set("n", Long.MAX_VALUE).transition(),
        narrow.insert("0/300").set("n", 3).transition());

    assertThat(entries(wide))
        .extracting(AuditEntry::after)
        .containsExactly(
            Lakehouses.image("n", "1"),
            Lakehouses.image("n", "9223372036854775807"),
            Lakehouses.image("n", "3"));
  }

  @Test
  void keepsValuesOfAChangedTypeAsText() throws Exception {
    Rows numbers = Rows.of("public.codes").column("code", INTEGER);
    Rows texts = Rows.of("public.codes").column("code", TEXT);
    Lakehouses.write(
        lakehouse,
        numbers.insert("0/100").set("code", 7).transition(),
        texts.insert("0/200").set("code", "seven").transition());

    assertThat(entries(texts))
        .extracting(AuditEntry::after)
        .containsExactly(Lakehouses.image("code", "7"), Lakehouses.image("code", "seven"));
  }

  @Test
  void keepsValuesThatTheirColumnCannotHoldAsText() throws Exception {
    Rows offers =
        Rows.of("public.offers")
            .column("price", ColumnType.numeric(10, 2))
            .column("until", DATE)
            .column("closes", ColumnType.Kind.TIME);
    Lakehouses.write(
        lakehouse,
        offers
            .insert("0/100")
            .set("price", Double.NaN)
            .set("until", LocalDate.MAX)
            .set("closes", 86_400_000_000L)
            .transition());

    assertThat(entries(offers).get(0).after())
        .isEqualTo(Lakehouses.image("price", "NaN", "until", "infinity", "closes", "24:00:00"));
  }

  private List<AuditEntry> entries(Rows rows) throws Exception {
    return Lakehouses.entries(lakehouse, rows.table());
  }
}
