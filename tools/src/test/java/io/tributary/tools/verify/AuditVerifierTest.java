package io.tributary.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditVerifierTest {

  private static final AuditedChange INSERT =
      change("CREATE", 1, "42", null, Map.of("plan", "free"));
  private static final AuditedChange UPDATE =
      change("UPDATE", 2, "42", Map.of("plan", "free"), Map.of("plan", "pro"));
  private static final AuditedChange DELETE =
      change("DELETE", 3, "42", Map.of("plan", "pro"), null);

  private final List<AuditedChange> history = new ArrayList<>(List.of(INSERT, UPDATE, DELETE));
  private final List<AuditedChange> trail = new ArrayList<>(history);

  private static AuditedChange change(
      String op,
      long tx,
      String key,
      @Nullable Map<String, @Nullable String> before,
      @Nullable Map<String, @Nullable String> after) {
    return new AuditedChange("public.users", op, tx, key, before, after);
  }

  private AuditVerifier.Result verify() throws Exception {
    return new AuditVerifier(history::forEach, trail::forEach, 100).verify();
  }

  @Test
  void findsNothingWhereBothSayTheSameInAnyOrder() throws Exception {
    trail.add(0, trail.remove(2));

    AuditVerifier.Result result = verify();

    assertThat(result.ok()).isTrue();
    assertThat(result.expected()).isEqualTo(3);
    assertThat(result.differences()).isEmpty();
  }

  @Test
  void findsAMissingChange() throws Exception {
    trail.remove(UPDATE);

    AuditVerifier.Result result = verify();

    assertThat(result.missing()).isEqualTo(1);
    assertThat(result.duplicated()).isZero();
    assertThat(result.different()).isZero();
    assertThat(result.differences())
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.key()).contains("UPDATE").contains("42");
              assertThat(difference.actual()).isNull();
            });
  }

  @Test
  void findsAChangeThatIsThereTwice() throws Exception {
    trail.add(UPDATE);

    AuditVerifier.Result result = verify();

    assertThat(result.duplicated()).isEqualTo(1);
    assertThat(result.missing()).isZero();
    assertThat(result.differences()).singleElement().extracting("expected").isNull();
  }

  @Test
  void findsAnAlteredImageAndNamesTheColumn() throws Exception {
    trail.set(1, change("UPDATE", 2, "42", Map.of("plan", "free"), Map.of("plan", "free")));

    AuditVerifier.Result result = verify();

    assertThat(result.different()).isEqualTo(1);
    assertThat(result.differences())
        .containsExactly(
            Difference.inAudit("public.users", "UPDATE key=42 tx=2", "after.plan", "pro", "free"));
  }

  @Test
  void findsARowThatNothingInTheHistoryStandsFor() throws Exception {
    trail.add(change("CREATE", 9, "43", null, Map.of("plan", "free")));

    AuditVerifier.Result result = verify();

    assertThat(result.ok()).isFalse();
    assertThat(result.different()).isEqualTo(1);
  }

  @Test
  void countsEqualRowsOfATableWithoutAKey() throws Exception {
    AuditedChange consent = change("CREATE", 5, "", null, Map.of("purpose", "ads"));
    history.addAll(List.of(consent, consent));
    trail.addAll(List.of(consent, consent));
    assertThat(verify().ok()).isTrue();

    trail.remove(consent);
    assertThat(verify().missing()).isEqualTo(1);
  }
}
