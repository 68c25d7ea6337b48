package io.tributary.policy;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.ChangeEvent;
import io.tributary.event.ColumnType;
import io.tributary.event.RowImage;
import io.tributary.testing.Rows;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PrivacyPolicyTest {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("phone", TEXT)
          .column("name", TEXT)
          .key("id");
  private static final ColumnRule HMAC =
      new ColumnRule.Hmac(Tokenizer.of("k2", "0123456789abcdef"));
  private static final ColumnRule DROP = new ColumnRule.Drop();
  private static final ColumnRule MASK = new ColumnRule.Mask(2);
  private static final ChangeEvent UPDATE =
      USERS
          .update("0/100")
          .was("id", 42)
          .was("email", "old@example.org")
          .set("email", "new@example.org")
          .set("phone", "0170")
          .set("name", "Grace")
          .linkedTo(USERS.keyOf(41))
          .event();

  @Test
  void leavesATableWithoutRulesAlone() {
    assertThat(policy(Map.of()).apply(UPDATE)).isSameAs(UPDATE);
  }

  @Test
  void treatsEachColumnByItsRule() {
    ChangeEvent event = policy(Map.of("email", HMAC, "phone", DROP, "name", MASK)).apply(UPDATE);
    RowImage after = Objects.requireNonNull(event.after());
    assertThat(after.schema().columns().stream().map(column -> column.name()))
        .containsExactly("id", "email", "name");
    assertThat(after.value("id")).isEqualTo(42L);
    assertThat(after.value("email")).asString().matches("k2:[A-Za-z0-9_-]{43}");
    assertThat(after.value("name")).isEqualTo("***ce");
    assertThat(Objects.requireNonNull(event.before()).value("email"))
        .isNotEqualTo(after.value("email"));
  }

  @Test
  void tokenizesKeyLinkedKeyAndImagesAlike() {
    ChangeEvent event = policy(Map.of("id", HMAC)).apply(UPDATE);
    RowImage key = Objects.requireNonNull(event.key()).columns();
    assertThat(key.schema().column(0).type()).isEqualTo(ColumnType.of(TEXT));
    assertThat(key.value("id")).isEqualTo(Objects.requireNonNull(event.after()).value("id"));
    assertThat(key.value("id")).isEqualTo(Objects.requireNonNull(event.before()).value("id"));
    assertThat(Objects.requireNonNull(event.linkedKey()).columns().value("id"))
        .asString()
        .startsWith("k2:")
        .isNotEqualTo(key.value("id"));
    assertThat(event.lane()).startsWith("public.users/k2:");
  }

  @Test
  void leavesNullAndUnavailableAsTheyAre() {
    ChangeEvent update = USERS.update("0/100").set("id", 1).unavailable("email").event();
    ChangeEvent event = policy(Map.of("email", HMAC, "name", MASK)).apply(update);
    RowImage after = Objects.requireNonNull(event.after());
    assertThat(after.unavailableColumns()).containsExactly("email");
    assertThat(after.value("name")).isNull();
  }

  @Test
  void leavesALostValueLost() {
    ChangeEvent event = USERS.update("0/100").set("id", 1).lost("email").event();
    RowImage after = Objects.requireNonNull(policy(Map.of("phone", DROP)).apply(event).after());
    assertThat(after.isLost(after.schema().indexOf("email"))).isTrue();
  }

  @Test
  void hidesAValueThatIsNoLongerThanItsReadableEnd() {
    ChangeEvent insert = USERS.insert("0/100").set("id", 1).set("name", "Al").event();
    RowImage after = Objects.requireNonNull(policy(Map.of("name", MASK)).apply(insert).after());
    assertThat(after.value("name")).isEqualTo("***");
  }

  @Test
  void refusesToMakeKeysOfDifferentRowsTheSame() {
    assertThatThrownBy(() -> policy(Map.of("id", MASK)).apply(UPDATE))
        .hasMessageContaining("public.users")
        .hasMessageContaining("[id]")
        .hasMessageContaining("use hmac");
    assertThatThrownBy(() -> policy(Map.of("id", DROP)).apply(UPDATE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void makesTheTokenThatTheStandardSays() {
    // RFC 4231, test case 2
    assertThat(Tokenizer.of("k1", "Jefe").token("what do ya want for nothing?"))
        .isEqualTo("k1:W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
  }

  @Test
  void givesEqualValuesEqualTextsAndOthersDifferentOnes() {
    assertThat(ValueText.of(new BigDecimal("1.50"))).isEqualTo(ValueText.of(new BigDecimal("1.5")));
    assertThat(ValueText.of(42)).isEqualTo(ValueText.of(42L));
    assertThat(ValueText.of(List.of("a", "b"))).isNotEqualTo(ValueText.of(List.of("a\",\"b")));
    assertThat(ValueText.of(Arrays.asList((Object) null)))
        .isNotEqualTo(ValueText.of(List.of("NULL")));
  }

  private static PrivacyPolicy policy(Map<String, ColumnRule> columns) {
    return new PrivacyPolicy(Map.of(USERS.table(), columns), ColumnNames.NONE);
  }
}
