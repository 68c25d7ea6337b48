package io.tributary.caching.logic;

import static io.tributary.event.ColumnType.Kind.BIGINT;
import static io.tributary.event.ColumnType.Kind.JSON;
import static io.tributary.event.ColumnType.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.event.RowImage;
import io.tributary.testing.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTemplateTest {

  private static final Rows USERS =
      Rows.of("public.users")
          .column("id", BIGINT)
          .column("email", TEXT)
          .column("settings", JSON)
          .key("id");
  private static final RowImage ANN = USERS.image(42, "ann@example.org", "{}");

  @ParameterizedTest
  @CsvSource({
    "user:{id}, user:42",
    "{id}, 42",
    "reco:{id}:home, reco:42:home",
    "{email}/{id}/{email}, ann@example.org/42/ann@example.org",
    "{id}{email}, 42ann@example.org",
    "{{user:{id}}}:home, {user:42}:home",
    "{{{id}}}, {42}",
    "all-users, all-users",
    "grüße:{id}, grüße:42",
  })
  void writesTheKeyOfARow(String template, String key) {
    assertThat(KeyTemplate.parse(template).keyOf(ANN)).isEqualTo(new CacheKey.Known(key));
  }

  @ParameterizedTest
  @CsvSource({
    "user:{id, character 5 is not closed",
    "user:{, character 5 is not closed",
    "user:{a{b}, character 5 is not closed",
    "user:id}, character 7 closes nothing",
    "user:{}, character 5 names no column",
    "'', not empty",
  })
  void refusesBracesThatDoNotMatch(String template, String why) {
    assertThatThrownBy(() -> KeyTemplate.parse(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void hasNoKeyWhereAColumnIsNull() {
    RowImage row = USERS.image(42, null, "{}");

    assertThat(KeyTemplate.parse("{id}:{email}").keyOf(row)).isEqualTo(CacheKey.NONE);
    assertThat(KeyTemplate.parse("{email}").keyOf(row)).isEqualTo(CacheKey.NONE);
    assertThat(KeyTemplate.parse("{nowhere}:{email}").keyOf(row)).isEqualTo(CacheKey.NONE);
  }

  @Test
  void keepsAnEmptyText() {
    assertThat(KeyTemplate.parse("mail:{email}").keyOf(USERS.image(42, "", "{}")))
        .isEqualTo(new CacheKey.Known("mail:"));
  }

  @Test
  void doesNotGuessAColumnThatIsNotKnown() {
    RowImage row = RowImage.of(USERS.schema()).set("id", 42L).build();

    assertThat(KeyTemplate.parse("{id}:{email}").keyOf(row))
        .isEqualTo(new CacheKey.Unknown(Gap.Code.CACHE_COLUMN_UNAVAILABLE, "email"));
    assertThat(KeyTemplate.parse("{id}:{mail}").keyOf(row))
        .isEqualTo(new CacheKey.Unknown(Gap.Code.CACHE_COLUMN_MISSING, "mail"));
    assertThat(KeyTemplate.parse("{settings}").keyOf(ANN))
        .isEqualTo(new CacheKey.Unknown(Gap.Code.CACHE_COLUMN_TYPE, "settings"));
  }
}
