package io.tributary.tools.decode;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How a connector is set, what a pipeline has to say of it, and what is unknown then. */
enum ConnectorMode {
  PINNED("{}", Set.of(), Map.of()),
  WITH_SCHEMAS(
      "{}",
      Set.of(),
      Map.of("key.converter.schemas.enable", "true", "value.converter.schemas.enable", "true")),
  PRECISE(
      "{ decimals: precise, time-precision: adaptive-time-microseconds, binary: base64 }",
      Set.of("span", "spans"),
      Map.of(
          "decimal.handling.mode",
          "precise",
          "time.precision.mode",
          "adaptive_time_microseconds",
          "binary.handling.mode",
          "base64",
          "hstore.handling.mode",
          "map",
          "interval.handling.mode",
          "numeric")),
  DOUBLE(
      "{ decimals: double, time-precision: connect, binary: hex }",
      Set.of(
          "wide",
          "loose",
          "loosely",
          "whole",
          "price",
          "prices",
          "moment",
          "momentlist",
          "clock",
          "clocks"),
      Map.of(
          "decimal.handling.mode",
          "double",
          "time.precision.mode",
          "connect",
          "binary.handling.mode",
          "hex")),
  ISO(
      "{ binary: base64-url-safe }",
      Set.of(),
      Map.of("time.precision.mode", "isostring", "binary.handling.mode", "base64-url-safe")),
  STRUCTURED(
      "{ decimals: double }",
      Set.of("wide", "loose", "loosely", "whole", "price", "prices"),
      Map.of("time.precision.mode", "structured", "decimal.handling.mode", "double")),
  MICROSECONDS_WITH_SCHEMAS(
      "{ binary: base64 }",
      Set.of("span", "spans"),
      Map.of(
          "time.precision.mode",
          "microseconds",
          "decimal.handling.mode",
          "precise",
          "binary.handling.mode",
          "base64",
          "hstore.handling.mode",
          "map",
          "interval.handling.mode",
          "numeric",
          "key.converter.schemas.enable",
          "true",
          "value.converter.schemas.enable",
          "true")),
  /** Debezium stops at a time that is too far from ours. */
  NANOSECONDS(
      "{ time-precision: nanoseconds, binary: hex }",
      Set.of(),
      Map.of(
          "time.precision.mode",
          "nanoseconds",
          "binary.handling.mode",
          "hex",
          "key.converter.schemas.enable",
          "true",
          "column.exclude.list",
          "public.v.moment,public.v.moment3,public.v.momentlist,public.v.momentlist3"));

  private final String format;
  private final Set<String> unavailable;
  private final Map<String, String> settings;

  ConnectorMode(String format, Set<String> unavailable, Map<String, String> settings) {
    this.format = format;
    this.unavailable = unavailable;
    this.settings = settings;
  }

  /** {@code source.kafka.format}. */
  String format() {
    return format;
  }

  /** The columns of {@link RandomColumns} whose values are unknown, some or all. */
  Set<String> unavailable() {
    return unavailable;
  }

  Map<String, String> settings() {
    return settings;
  }

  /** The columns of {@link RandomArrays} that have no placeholder. */
  Set<String> unkept() {
    return switch (this) {
      case PRECISE -> Set.of("loosely", "hashes");
      case DOUBLE -> Set.of("clocks3");
      case STRUCTURED ->
          Set.of(
              "daylist",
              "clocks",
              "clocks3",
              "momentlist",
              "momentlist3",
              "instantlist",
              "zonedlist",
              "spans");
      case MICROSECONDS_WITH_SCHEMAS -> Set.of("loosely", "hashes");
      default -> Set.of();
    };
  }

  /** How {@code money} is declared; under {@code precise} nothing tells its scale. */
  String money() {
    return this == PRECISE ? "numeric(19,2)" : "money";
  }

  /** The connector's name, its slot's, and that of its topics. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
