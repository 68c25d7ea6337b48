package io.tributary.lakehouse.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.event.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditRouteTest {

  @Test
  void keepsSchemaAndTableApart() {
    AuditRoute route = AuditRoute.of("audit", TableId.parse("public.user_profile"));

    assertThat(route.namespace()).containsExactly("audit", "public");
    assertThat(route.table()).isEqualTo("user_profile");
  }

  @Test
  void tellsTablesApartWhoseJoinedNamesAreEqual() {
    AuditRoute one = AuditRoute.of("audit", new TableId("a_b", "c"));
    AuditRoute other = AuditRoute.of("audit", new TableId("a", "b_c"));

    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void findsTheSourceOfItsRoute() {
    TableId source = new TableId("sales.eu", "Weird Name.x");

    assertThat(AuditRoute.of("lake.audit", source).source("lake.audit")).contains(source);
  }

  @Test
  void knowsNoSourceForATableOutsideOfItsRoot() {
    assertThat(new AuditRoute(List.of("mirror", "public"), "users").source("audit")).isEmpty();
    assertThat(new AuditRoute(List.of("audit"), "users").source("audit")).isEmpty();
    assertThat(new AuditRoute(List.of("audit", "public", "deep"), "t").source("audit")).isEmpty();
  }
}
