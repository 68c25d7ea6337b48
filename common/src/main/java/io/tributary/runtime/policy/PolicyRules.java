package io.tributary.runtime.policy;

import io.tributary.config.HmacConfig;
import io.tributary.config.PiiRule;
import io.tributary.config.PipelineConfig;
import io.tributary.config.Secret;
import io.tributary.config.TableConfig;
import io.tributary.event.TableId;
import io.tributary.policy.ColumnNames;
import io.tributary.policy.ColumnRule;
import io.tributary.policy.PrivacyPolicy;
import io.tributary.policy.Tokenizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The privacy rules of a pipeline's file, with the keys that they name. */
public final class PolicyRules {

  private final PipelineConfig config;
  private final @Nullable HmacConfig hmac;
  private final Map<String, Tokenizer> tokenizers = new HashMap<>();

  public PolicyRules(PipelineConfig config) {
    this.config = config;
    this.hmac = config.pii() == null ? null : config.pii().hmac();
  }

  public PrivacyPolicy policy(ColumnNames names) {
    Map<TableId, Map<String, ColumnRule>> rules = new HashMap<>();
    config
        .tables()
        .forEach(
            (table, columns) -> {
              Map<String, ColumnRule> byColumn = new HashMap<>();
              columns.pii().forEach((column, rule) -> byColumn.put(column, rule(rule)));
              rules.put(table, byColumn);
            });
    return new PrivacyPolicy(rules, names);
  }

  private ColumnRule rule(PiiRule rule) {
    return switch (rule.action()) {
      case KEEP -> new ColumnRule.Keep();
      case DROP -> new ColumnRule.Drop();
      case HMAC -> new ColumnRule.Hmac(tokenizer(keyId(rule)));
      case MASK -> new ColumnRule.Mask(rule.keepLast());
    };
  }

  /** Whether anything is protected at all. */
  public boolean protectsNothing() {
    return config.tables().values().stream()
        .flatMap(table -> table.pii().values().stream())
        .allMatch(rule -> rule.action() == PiiRule.Action.KEEP);
  }

  /**
   * What a column's values are turned into: {@code keep}, {@code hmac k1}; for people too.
   *
   * @param names all that the column has had
   */
  String ofColumn(TableId table, String column, Collection<String> names) {
    TableConfig configured = config.tables().get(table);
    Map<String, PiiRule> byName = configured == null ? Map.of() : configured.pii();
    PiiRule rule = byName.get(column);
    if (rule == null) {
      rule = PiiRule.KEEP;
      for (String name : names) {
        rule = byName.getOrDefault(name, rule);
      }
    }
    return switch (rule.action()) {
      case KEEP -> "keep";
      case DROP -> "drop";
      case MASK -> "mask";
      case HMAC -> "hmac " + keyId(rule);
    };
  }

  private String keyId(PiiRule rule) {
    if (rule.key() != null) {
      return rule.key();
    } else if (hmac == null) {
      throw new IllegalArgumentException("hmac needs a key: give pii.hmac.current and .keys");
    }
    return hmac.current();
  }

  /** The current key's, null where the pipeline has none. */
  @Nullable
  public Tokenizer currentTokenizer() {
    return hmac == null ? null : tokenizer(hmac.current());
  }

  private Tokenizer tokenizer(String keyId) {
    Secret key = hmac == null ? null : hmac.keys().get(keyId);
    if (key == null) {
      throw new IllegalArgumentException("pii.hmac.keys has no key " + keyId);
    }
    return tokenizers.computeIfAbsent(keyId, id -> Tokenizer.of(id, key.reveal()));
  }
}
