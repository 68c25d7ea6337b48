package io.tributary.tools.preflight;

import io.tributary.config.FormatConfig;
import io.tributary.config.KafkaSourceConfig;
import io.tributary.decode.wire.DecimalMode;
import io.tributary.decode.wire.RecordForm;
import io.tributary.event.TableId;
import io.tributary.tools.preflight.Findings.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the connector's settings must be for it to write changes, and as the pipeline reads them.
 */
record ConnectorRules(ConnectorSettings settings, Findings findings) {

  private static final String POSTGRES = "io.debezium.connector.postgresql.PostgresConnector";

  /**
   * A setting that has one right value.
   *
   * @param otherwise what happens with another
   */
  private record Pin(
      Level level, String setting, String byDefault, String right, String otherwise) {}

  private static final List<Pin> PINS =
      List.of(
          new Pin(
              Level.PROBLEM,
              "plugin.name",
              "decoderbufs",
              "pgoutput",
              "the slot is of a plug-in that reads no publication"),
          new Pin(Level.PROBLEM, "skipped.operations", "t", "none", "TRUNCATE is not published"),
          new Pin(
              Level.PROBLEM,
              "event.converting.failure.handling.mode",
              "warn",
              "fail",
              "a value that cannot be converted becomes NULL"),
          new Pin(
              Level.WARNING,
              "decimal.handling.mode",
              "precise",
              "string",
              "NaN cannot be written, and a column's new scale breaks records without a schema"),
          new Pin(
              Level.WARNING,
              "interval.handling.mode",
              "numeric",
              "string",
              "a month counts as 30.4 days, so that intervals are unknown"),
          new Pin(
              Level.WARNING,
              "include.unknown.datatypes",
              "false",
              "true",
              "columns of types that Debezium does not know are left out"),
          new Pin(
              Level.WARNING,
              "offset.mismatch.strategy",
              "no_validation",
              "trust_offset",
              "what lies between an older offset and the slot is skipped silently"),
          new Pin(
              Level.WARNING,
              "driver.prepareThreshold",
              "5",
              "0",
              "an incremental snapshot of a table that was altered is left out"),
          new Pin(
              Level.WARNING,
              "tombstones.on.delete",
              "true",
              "true",
              "compacted topics keep rows that are gone"),
          new Pin(
              Level.WARNING,
              "publication.autocreate.mode",
              "all_tables",
              "disabled",
              "the connector makes and changes publications"));

  void look(KafkaSourceConfig kafka, Set<TableId> tables) {
    if (!settings.get("connector.class", "").equals(POSTGRES)) {
      findings.problem("connector", "is not Debezium's for PostgreSQL", "name that one");
      return;
    }
    PINS.forEach(this::pin);
    same("topic.prefix", "", kafka.topicPrefix(), "source.kafka.topic-prefix");
    new ConverterRules(settings, findings).look(kafka);
    format(kafka.format());
    flattening(kafka.format());
    heartbeat();
    included(tables);
  }

  private void pin(Pin pin) {
    String value = settings.get(pin.setting(), pin.byDefault());
    if (!value.equalsIgnoreCase(pin.right())) {
      String problem = "is %s: %s".formatted(value, pin.otherwise());
      String remedy = "set it to " + pin.right();
      if (pin.level() == Level.PROBLEM) {
        findings.problem("connector " + pin.setting(), problem, remedy);
      } else {
        findings.warning("connector " + pin.setting(), problem, remedy);
      }
    }
  }

  private void same(String setting, String byDefault, String expected, String key) {
    String value = settings.get(setting, byDefault);
    if (!value.equals(expected)) {
      findings.problem(
          "connector " + setting,
          value.isEmpty()
              ? "is missing"
              : "is %s, and the pipeline takes it for %s".formatted(value, expected),
          "set it to %s, or %s to what it is".formatted(expected, key));
    }
  }

  private void format(FormatConfig format) {
    same(
        "unavailable.value.placeholder",
        FormatConfig.DEFAULT.placeholder(),
        format.placeholder(),
        "source.kafka.format.placeholder");
    same("binary.handling.mode", "bytes", word(format.binary()), "source.kafka.format.binary");
    String times = settings.get("time.precision.mode", "adaptive");
    if (times.equals("isostring") || times.equals("connect")) {
      findings.warning(
          "connector time.precision.mode",
          "is %s, which has no 24:00, infinity or microseconds".formatted(times),
          "set it to adaptive");
    }
    if (settings.get("value.converter.schemas.enable", "true").equals("false")) {
      unseen(format);
    }
  }

  /** What records without a schema do not show. */
  private void unseen(FormatConfig format) {
    String decimals =
        format.decimals() == DecimalMode.PRECISE_AS_NUMBER ? "precise" : word(format.decimals());
    same("decimal.handling.mode", "precise", decimals, "source.kafka.format.decimals");
    String times = settings.get("time.precision.mode", "adaptive");
    if (!times.equals("isostring") && !times.equals("structured")) {
      same(
          "time.precision.mode",
          "adaptive",
          word(format.timePrecision()).replace('-', '_'),
          "source.kafka.format.time-precision");
    }
  }

  private static String word(Enum<?> mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void flattening(FormatConfig format) {
    boolean flattens =
        settings.values().keySet().stream()
            .anyMatch(
                it ->
                    it.matches("transforms\\.[^.]+\\.type")
                        && ConverterRules.isFlattening(settings, it));
    if (flattens != (format.records() == RecordForm.FLATTENED)) {
      findings.problem(
          "connector transforms",
          flattens ? "flatten records" : "do not flatten records",
          "set source.kafka.format.records to " + (flattens ? "flattened" : "envelope"));
    }
  }

  private void heartbeat() {
    if (settings.get("heartbeat.interval.ms", "0").equals("0")) {
      findings.problem(
          "connector heartbeat.interval.ms",
          "is 0: the slot of an idle database holds its log, and windows stand still",
          "set it to 1000, for example");
    }
    String query = settings.get("heartbeat.action.query", "").replace("\"", "");
    if (!query.contains(TableId.HEARTBEAT.toString())) {
      findings.problem(
          "connector heartbeat.action.query",
          query.isEmpty() ? "is missing" : "does not touch " + TableId.HEARTBEAT,
          "INSERT INTO tributary.heartbeat (id, beat_at) VALUES (1, now())"
              + " ON CONFLICT (id) DO UPDATE SET beat_at = now()");
    }
  }

  private void included(Set<TableId> tables) {
    if (!settings.has("table.include.list")) {
      return;
    }
    List<Pattern> patterns;
    try {
      patterns =
          Arrays.stream(settings.get("table.include.list", "").split("(?<!\\\\),"))
              .map(each -> Pattern.compile(each.strip(), Pattern.CASE_INSENSITIVE))
              .toList();
    } catch (PatternSyntaxException e) {
      findings.problem(
          "connector table.include.list", "is not a list of regular expressions", "correct it");
      return;
    }
    Set<TableId> wanted = new TreeSet<>(tables);
    wanted.add(TableId.HEARTBEAT);
    for (TableId table : wanted) {
      if (patterns.stream().noneMatch(it -> it.matcher(table.toString()).matches())) {
        findings.problem("connector table.include.list", "leaves out " + table, "add it");
      }
    }
  }
}
