package io.tributary.rollup.plan;

import io.tributary.config.FeatureTopicsConfig;
import io.tributary.config.InvalidConfigException;
import io.tributary.config.PipelineConfig;
import io.tributary.config.RollupConfig;
import io.tributary.config.RollupConfig.TopicFormat;
import io.tributary.config.binding.Violation;
import io.tributary.event.TableDescription;
import io.tributary.event.TableId;
import io.tributary.ledger.Counted;
import io.tributary.ledger.Generations;
import io.tributary.rollup.logic.EntityKey;
import io.tributary.rollup.logic.Feature;
import io.tributary.rollup.logic.KeptWindow;
import io.tributary.rollup.logic.Misfit;
import io.tributary.rollup.logic.Rollup;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rollups of a pipeline, compiled: what to read, what to compute, how often to write.
 *
 * @param rollups by name, in the file's order
 * @param emitEvery by rollup: how long changes of one entity are gathered
 * @param topics by rollup, for those that have one
 * @param delivery how topics are written
 */
public record RollupPlan(
    Map<String, Rollup> rollups,
    Map<String, Duration> emitEvery,
    Map<String, FeatureTopic> topics,
    FeatureTopicsConfig delivery)
    implements Serializable {

  private static final long MOST_GATHERED_MILLIS = 100;

  private static final String FILE = "pipeline.yaml";

  /** Copies the maps. */
  public RollupPlan {
    rollups = new LinkedHashMap<>(rollups);
    emitEvery = new LinkedHashMap<>(emitEvery);
    topics = new LinkedHashMap<>(topics);
  }

  /**
   * Compiles the rollups of a configuration.
   *
   * @throws InvalidConfigException if there are none
   */
  public static RollupPlan of(PipelineConfig config) {
    if (config.rollups().isEmpty()) {
      throw invalid("rollups", "there are none", "define some, or do not run this job");
    }
    Map<String, Rollup> rollups = new LinkedHashMap<>();
    Map<String, Duration> emitEvery = new LinkedHashMap<>();
    Map<String, FeatureTopic> topics = new LinkedHashMap<>();
    config
        .rollups()
        .forEach(
            (name, rollup) -> {
              rollups.put(name, compile(name, rollup));
              emitEvery.put(name, rollup.emitEvery());
              if (rollup.kafkaTopic() != null) {
                topics.put(name, new FeatureTopic(rollup.kafkaTopic(), rollup.kafkaFormat()));
              }
            });
    return new RollupPlan(rollups, emitEvery, topics, config.featureTopics());
  }

  private static InvalidConfigException invalid(String path, String problem, String remedy) {
    return new InvalidConfigException(FILE, List.of(new Violation(path, 0, problem, remedy)));
  }

  private static Rollup compile(String name, RollupConfig config) {
    if (config.entity().size() > EntityKey.MOST_COLUMNS) {
      throw invalid(
          "rollups." + name + ".entity",
          "names " + config.entity().size() + " columns",
          "name at most " + EntityKey.MOST_COLUMNS);
    }
    List<Feature> features = new FeatureCompiler(config).compile();
    return Rollup.of(name, config.from(), config.entity(), config.eventTime(), features);
  }

  /**
   * The same, held against the tables.
   *
   * @param tables what is known of them; a column that is not known is judged row by row
   * @throws InvalidConfigException if there are no rollups, or one names a column that its table
   *     lacks or that is of no use there; lists all that is wrong
   */
  public static RollupPlan of(PipelineConfig config, Map<TableId, TableDescription> tables) {
    RollupPlan plan = of(config);
    // Without a database, a description holds what the file declares and may lack columns.
    boolean complete = config.database() != null;
    List<Violation> violations = new ArrayList<>();
    for (Rollup rollup : plan.rollups.values()) {
      String path = "rollups." + rollup.name() + ".";
      TableDescription table = tables.get(rollup.from());
      List<Misfit> misfits = table == null ? List.of() : rollup.misfits(table.columns(), complete);
      for (Misfit misfit : misfits) {
        violations.add(new Violation(path + misfit.path(), 0, misfit.problem(), misfit.remedy()));
      }
      FeatureTopic topic = plan.topics.get(rollup.name());
      if (misfits.isEmpty() && topic != null && topic.format() == TopicFormat.AVRO) {
        avro(path + "kafka-format", rollup, table, violations);
      }
    }
    if (!violations.isEmpty()) {
      throw new InvalidConfigException(FILE, violations);
    }
    return plan;
  }

  /** What rows are counted in. */
  public List<Counted> counted() {
    List<Counted> counted = new ArrayList<>();
    for (Rollup rollup : rollups.values()) {
      for (KeptWindow kept : rollup.kept()) {
        counted.add(new Counted(rollup.from(), kept.definition(), kept.reach(), kept.columns()));
      }
    }
    return counted;
  }

  /** Distinguishes definitions: other features, rows, entities or windows make another text. */
  public String fingerprint() {
    String all = rollups.values().stream().map(Rollup::shownAs).collect(Collectors.joining("\n\n"));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * The rollups as they continue what was kept by earlier definitions.
   *
   * @param filled by table, the generation such that every row has been counted in what is there
   *     since then
   */
  public Map<String, Rollup> rollups(Generations generations, Map<TableId, Integer> filled) {
    Map<String, Rollup> continued = new LinkedHashMap<>();
    rollups.forEach(
        (name, rollup) ->
            continued.put(
                name,
                rollup.after(
                    (definition, reach) -> generations.born(rollup.from(), definition, reach),
                    filled.getOrDefault(rollup.from(), 0))));
    return continued;
  }

  /**
   * How long what rows contribute is gathered before it is applied: for the shortest time that
   * changes of one entity are gathered, within limits.
   */
  public long gatherMillis() {
    return emitEvery.values().stream()
        .mapToLong(Duration::toMillis)
        .reduce(MOST_GATHERED_MILLIS, Math::min);
  }

  private static void avro(
      String path, Rollup rollup, @Nullable TableDescription table, List<Violation> violations) {
    if (table == null || !rollup.isFoundIn(table.columns())) {
      String problem = "avro needs to know the types of all columns that the rollup names";
      String remedy = "give database, or declare the columns under tables";
      violations.add(new Violation(path, 0, problem, remedy));
    }
    AvroSchemas.nameClash(rollup)
        .ifPresent(
            name -> {
              String problem = "two columns of the entity are " + name + " in Avro";
              violations.add(new Violation(path, 0, problem, "write json"));
            });
  }

  /** The columns that any rollup of a table needs. */
  public Map<TableId, Set<String>> columnsNeeded() {
    return Counted.columns(counted());
  }
}
