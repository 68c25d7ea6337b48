package io.tributary.config;

import io.tributary.config.PiiRule.Action;
import io.tributary.config.binding.Nearest;
import io.tributary.config.binding.Place;
import io.tributary.event.TableId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Rules between the sections of the file. A section that is broken itself breaks no rule here. */
final class CrossChecks {
  private static final Set<Action> REMOVED = EnumSet.of(Action.DROP);
  private static final Set<Action> NOT_DISTINCT = EnumSet.of(Action.DROP, Action.MASK);
  private static final Set<Action> NOT_THE_VALUE =
      EnumSet.of(Action.DROP, Action.MASK, Action.HMAC);

  private final PipelineConfig config;
  private final Place root;

  CrossChecks(PipelineConfig config, Place root) {
    this.config = config;
    this.root = root;
  }

  void report() {
    version();
    redis();
    hmac();
    payload();
    topics();
    direct();
    formats();
    eachRollup(this::rollup);
    config.caches().forEach((name, cache) -> cache(root.at("caches").at(name), cache));
  }

  private void version() {
    Place place = root.at("version");
    if (config.version() != PipelineConfig.VERSION && !place.isReported()) {
      place.report(
          "is a version of the format that this build does not read",
          "write version: " + PipelineConfig.VERSION);
    }
  }

  private void redis() {
    boolean needed = !config.rollups().isEmpty() || !config.caches().isEmpty();
    if (needed && !root.has("redis")) {
      root.at("redis").report("is missing", "rollups and caches need redis.url");
    }
  }

  private void hmac() {
    Place keys = root.at("pii").at("hmac").at("keys");
    config
        .tables()
        .forEach(
            (table, columns) ->
                columns.pii().forEach((column, rule) -> hmac(pii(table, column), rule, keys)));
  }

  private void hmac(Place place, PiiRule rule, Place keys) {
    if (rule.action() == Action.HMAC && !root.at("pii").has("hmac")) {
      place.report("hmac needs a key", "give pii.hmac.current and pii.hmac.keys");
    } else if (rule.key() != null && !keys.has(rule.key())) {
      place.at("hmac").at("key").report("is not one of the keys", "name one of pii.hmac.keys");
    }
  }

  /** A raw payload would show what a rule hides: in a broken record they cannot be told apart. */
  private void payload() {
    boolean protects =
        config.tables().values().stream()
            .flatMap(table -> table.pii().values().stream())
            .anyMatch(rule -> rule.action() != Action.KEEP);
    if (config.deadLetters().payload() == DeadLetterConfig.Payload.RAW && protects) {
      root.at("dead-letters")
          .at("payload")
          .report(
              "raw would show what the pii rules of the tables hide",
              "write redacted or encrypted");
    }
  }

  private void direct() {
    if (root.at("source").has("kafka") && root.has("kafka")) {
      root.at("kafka").report("is not used", "results go to source.kafka; leave it out");
    }
    if (!root.at("source").has("postgres")) {
      return;
    }
    if (!root.has("database")) {
      root.at("database").report("is missing", "source.postgres connects to it");
    }
    if (!root.has("kafka")) {
      eachRollup(
          (place, rollup) -> {
            if (rollup.kafkaTopic() != null) {
              place
                  .at("kafka-topic")
                  .report("has no Kafka to be in", "give kafka.bootstrap-servers");
            }
          });
    }
  }

  /** Avro needs a place for its schemas. */
  private void formats() {
    boolean direct = root.at("source").has("postgres");
    Place kafka = direct ? root.at("kafka") : root.at("source").at("kafka");
    eachRollup(
        (place, rollup) -> {
          if (rollup.kafkaFormat() != RollupConfig.TopicFormat.AVRO) {
            return;
          }
          Place format = place.at("kafka-format");
          if (rollup.kafkaTopic() == null) {
            format.report("is the form of no topic", "give kafka-topic");
          } else if (!kafka.has("schema-registry")) {
            String registry = direct ? "kafka" : "source.kafka";
            format.report(
                "has no registry for its schemas", "give " + registry + ".schema-registry");
          }
        });
  }

  private void topics() {
    Map<String, String> users = new HashMap<>();
    if (!root.at("dead-letters").isReported()) {
      users.put(config.deadLetters().topic(), "dead-letters");
    }
    KafkaSourceConfig kafka = root.at("source").isReported() ? null : config.source().kafka();
    if (kafka != null) {
      config.tables().keySet().forEach(table -> users.put(kafka.topic(table), "tables." + table));
    }
    eachRollup(
        (place, rollup) -> {
          String topic = rollup.kafkaTopic();
          String other = topic == null ? null : users.put(topic, place.node().path());
          if (other != null) {
            place
                .at("kafka-topic")
                .report("is the topic of " + other + " as well", "use a topic of its own");
          }
        });
  }

  private void eachRollup(BiConsumer<Place, RollupConfig> check) {
    Place rollups = root.at("rollups");
    config.rollups().forEach((name, rollup) -> check.accept(rollups.at(name), rollup));
  }

  private void rollup(Place place, RollupConfig rollup) {
    TableId table = rollup.from();
    listed(place.at("from"), table);
    for (String column : rollup.entity()) {
      unprotected(place.at("entity").item(column), table, column, NOT_DISTINCT);
    }
    if (rollup.eventTime() != null) {
      unprotected(place.at("event-time"), table, rollup.eventTime(), NOT_THE_VALUE);
    }
    filter(place.at("where"), table, rollup.where());
    rollup
        .features()
        .forEach(
            (name, feature) -> {
              Place at = place.at("features").at(name);
              if (feature.input() != null) {
                // Tokens can be counted as well as what they stand for.
                boolean counted = feature.aggregate() == FeatureConfig.Aggregate.DISTINCT;
                Place input = at.at(feature.aggregate().key());
                unprotected(input, table, feature.input(), counted ? NOT_DISTINCT : NOT_THE_VALUE);
              }
              filter(at.at("where"), table, feature.where());
            });
  }

  private void filter(Place place, TableId table, Filter filter) {
    filter
        .columns()
        .forEach(
            (column, test) -> {
              Set<Action> conflicts = test.isAboutNullOnly() ? REMOVED : NOT_THE_VALUE;
              unprotected(place.at(column), table, column, conflicts);
            });
    filters(place.at("all-of"), table, filter.allOf());
    filters(place.at("any-of"), table, filter.anyOf());
    filters(place.at("none-of"), table, filter.noneOf());
  }

  private void filters(Place place, TableId table, List<Filter> filters) {
    for (int i = 0; i < filters.size(); i++) {
      filter(place.at(i), table, filters.get(i));
    }
  }

  private void cache(Place place, CacheConfig cache) {
    listed(place.at("on"), cache.on());
    for (String key : cache.keys()) {
      for (String column : KeyTemplate.columns(key)) {
        // An application builds its keys from values, and would never meet one made of a token.
        unprotectedColumn(place.at("keys").item(key), cache.on(), column, NOT_THE_VALUE);
      }
    }
  }

  private void listed(Place place, TableId table) {
    Map<String, ?> tables = root.at("tables").node().entries();
    if (tables == null || tables.containsKey(table.toString())) {
      return;
    }
    place.report(
        table + " is not listed under tables",
        Nearest.question(table.toString(), tables.keySet(), "add it there"));
  }

  private void unprotected(Place place, TableId table, String column, Set<Action> conflicts) {
    unprotectedColumn(place, table, column, conflicts);
    // A path leads into the column before its first dot, of which a rule leaves no document.
    int dot = column.indexOf('.');
    if (dot > 0) {
      unprotectedColumn(place, table, column.substring(0, dot), NOT_THE_VALUE);
    }
  }

  private void unprotectedColumn(Place place, TableId table, String column, Set<Action> conflicts) {
    TableConfig protection = config.tables().get(table);
    PiiRule rule = protection == null ? null : protection.pii().get(column);
    if (rule != null && conflicts.contains(rule.action())) {
      place.report(
          column + " is under a pii rule that leaves no usable value here",
          "use another column, or another rule at " + pii(table, column).node().path());
    }
  }

  private Place pii(TableId table, String column) {
    return root.at("tables").at(table.toString()).at("pii").at(column);
  }
}
