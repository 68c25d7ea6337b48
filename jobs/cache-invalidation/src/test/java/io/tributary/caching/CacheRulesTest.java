package io.tributary.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.event.ColumnType;
import io.tributary.event.ColumnType.Kind;
import io.tributary.event.RowSchema;
import io.tributary.event.RowSchema.Column;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheRulesTest {

  private static final TableId USERS = TableId.parse("public.users");
  private static final Map<TableId, TableDescription> DESCRIBED =
      Map.of(
          USERS,
          new TableDescription(
              USERS,
              RowSchema.of(
                  new Column("id", ColumnType.of(Kind.BIGINT)),
                  new Column("tenant", ColumnType.of(Kind.TEXT)),
                  new Column("email", ColumnType.of(Kind.TEXT)),
                  new Column("seen", ColumnType.of(Kind.TIMESTAMPTZ))),
              List.of("tenant", "id"),
              false));

  private static final String DATABASE =
      "database: {url: 'jdbc:postgresql://db/app', user: u, password: p}";

  @Test
  void leavesTheLedgerOutWhereKeysAreMadeOfThePrimaryKey() {
    CacheRules rules =
        CacheRules.of(config("'u:{tenant}:{id}', 'u:{id}', everything", DATABASE), DESCRIBED);

    assertThat(rules.needLedger()).isFalse();
    assertThat(rules.on()).containsExactly(USERS);
  }

  @Test
  void needsTheLedgerForAnyOtherColumn() {
    CacheRules rules = CacheRules.of(config("'u:{id}', 'mail:{email}'", DATABASE), DESCRIBED);

    assertThat(rules.needLedger()).isTrue();
    assertThat(rules.columns()).isEqualTo(Map.of(USERS, Set.of("id", "email")));
  }

  @Test
  void needsTheLedgerWhereNobodyTellsThePrimaryKey() {
    assertThat(CacheRules.of(config("'u:{id}'", DATABASE), Map.of()).needLedger()).isTrue();
  }

  @Test
  void takesAColumnOnTrustWhereOnlyTheFileTellsAboutTheTable() {
    TableDescription declared = new TableDescription(USERS, RowSchema.of(), List.of("id"), false);

    CacheRules rules = CacheRules.of(config("'u:{id}'", ""), Map.of(USERS, declared));

    assertThat(rules.needLedger()).isFalse();
  }

  @Test
  void reportsEveryColumnThatCannotBeUsed() {
    assertThatThrownBy(
            () -> CacheRules.of(config("'u:{id}', 'u:{emaill}', 's:{seen}'", DATABASE), DESCRIBED))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "caches.users.keys[1]: public.users has no column emaill; did you mean email?")
        .hasMessageContaining("caches.users.keys[2]: seen cannot stand in a key: its text depends");
  }

  @Test
  void refusesToRunWithoutACache() {
    PipelineConfig none =
        PipelineConfig.parse(
            """
            version: 1
            source: {kafka: {bootstrap-servers: "b:1", topic-prefix: app, group-id: g}}
            tables: {public.users: {}}
            """);

    assertThatThrownBy(() -> CacheRules.of(none, DESCRIBED))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("caches: is empty");
  }

  private static PipelineConfig config(String keys, String more) {
    return PipelineConfig.parse(
        """
        version: 1
        source: {kafka: {bootstrap-servers: "b:1", topic-prefix: app, group-id: g}}
        tables: {public.users: {}}
        redis: {url: "redis://cache"}
        caches: {users: {on: public.users, keys: [%s]}}
        %s
        """
            .formatted(keys, more));
  }
}
