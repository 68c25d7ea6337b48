package io.tributary.runtime;

import io.tributary.config.HmacConfig;
import io.tributary.config.PiiRule;
import io.tributary.config.PipelineConfig;
import io.tributary.config.Secret;
import io.tributary.event.ChangeEvent;
import io.tributary.event.TableId;
import io.tributary.policy.ColumnRule;
import io.tributary.policy.PrivacyPolicy;
import io.tributary.policy.Tokenizer;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Protects personal data before anything keeps it. */
final class ApplyPolicy extends RichMapFunction<ChangeEvent, ChangeEvent> {

  private static final long serialVersionUID = 1L;

  static final String UID = "policy";

  private final PipelineConfig config;
  private transient PrivacyPolicy policy;

  ApplyPolicy(PipelineConfig config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) {
    policy = policy(config);
  }

  @Override
  public ChangeEvent map(ChangeEvent event) {
    return policy.apply(event);
  }

  /** The policy that a pipeline's file asks for. */
  static PrivacyPolicy policy(PipelineConfig config) {
    Map<TableId, Map<String, ColumnRule>> rules = new HashMap<>();
    config
        .tables()
        .forEach(
            (table, tableConfig) -> {
              Map<String, ColumnRule> columns = new HashMap<>();
              tableConfig.pii().forEach((column, rule) -> columns.put(column, rule(rule)));
              rules.put(table, columns);
            });
    return new PrivacyPolicy(rules, tokenizer(config));
  }

  private static ColumnRule rule(PiiRule rule) {
    return switch (rule.action()) {
      case KEEP -> new ColumnRule.Keep();
      case DROP -> new ColumnRule.Drop();
      case HMAC -> new ColumnRule.Hmac();
      case MASK -> new ColumnRule.Mask(rule.keepLast());
    };
  }

  private static @Nullable Tokenizer tokenizer(PipelineConfig config) {
    HmacConfig hmac = config.pii() == null ? null : config.pii().hmac();
    if (hmac == null) {
      return null;
    }
    Secret key = hmac.keys().get(hmac.current());
    if (key == null) {
      throw new IllegalArgumentException(
          "pii.hmac.current names " + hmac.current() + ", which is none of the keys");
    }
    return Tokenizer.of(hmac.current(), key.reveal());
  }
}
