package io.tributary.tools.preflight;

import io.tributary.config.KafkaSourceConfig;

/** What the connector's converters, and its transforms, must do for records to be read as meant. */
record ConverterRules(ConnectorSettings settings, Findings findings) {

  private static final String REPLACES = "replace.null.with.default";
  private static final String OTHERWISE =
      "is true: where a column has a default, NULL is written as that";

  void look(KafkaSourceConfig kafka) {
    for (String part : new String[] {"key.converter", "value.converter"}) {
      String converter = settings.get(part, "");
      if (converter.isEmpty()) {
        findings.warning(
            "connector " + part,
            "is the worker's, whose settings Connect does not show",
            "set it in the connector's own configuration, and %s.%s to false"
                .formatted(part, REPLACES));
      } else if (converter.endsWith(".JsonConverter")) {
        replaces(part + "." + REPLACES);
      } else if (!converter.endsWith(".AvroConverter")) {
        findings.problem(
            "connector " + part,
            "writes what no job can read",
            "set it to org.apache.kafka.connect.json.JsonConverter, or to one to Avro");
      } else if (kafka.schemaRegistry() == null) {
        findings.problem(
            "connector " + part,
            "writes Avro, whose schemas no job can find",
            "set source.kafka.schema-registry");
      }
    }
    settings.values().keySet().stream()
        .filter(it -> it.matches("transforms\\.[^.]+\\.type") && isFlattening(settings, it))
        .sorted()
        .forEach(it -> replaces(it.replaceFirst("type$", REPLACES)));
  }

  static boolean isFlattening(ConnectorSettings settings, String type) {
    return settings.get(type, "").endsWith("ExtractNewRecordState");
  }

  /** A key is seldom NULL, but nothing else is certain of it. */
  private void replaces(String setting) {
    if (settings.get(setting, "true").equals("false")) {
      return;
    } else if (setting.startsWith("key.")) {
      findings.warning("connector " + setting, OTHERWISE, "set it to false");
    } else {
      findings.problem("connector " + setting, OTHERWISE, "set it to false");
    }
  }
}
