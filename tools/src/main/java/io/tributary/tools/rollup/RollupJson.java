package io.tributary.tools.rollup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The documentation of a rollup for programs. */
final class RollupJson {

  private RollupJson() {}

  static ObjectNode of(RollupDescription rollup) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rollup", rollup.name());
    json.put("description", rollup.description());
    json.put("owner", rollup.owner());
    json.put("from", rollup.from());
    ArrayNode entity = json.putArray("entity");
    rollup.entity().forEach(entity::add);
    json.put("eventTime", rollup.eventTime());
    json.put("emitEvery", rollup.emitEvery());
    json.putObject("redis").put("key", rollup.key()).put("freshness", rollup.freshness());
    json.put("kafkaTopic", rollup.topic());
    ArrayNode features = json.putArray("features");
    rollup.features().forEach(feature -> features.add(of(feature)));
    return json;
  }

  private static ObjectNode of(RollupDescription.Described feature) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", feature.name());
    json.put("description", feature.description());
    json.put("owner", feature.owner());
    json.put("what", feature.what());
    json.put("where", feature.where());
    json.put("withoutRows", feature.withoutRows());
    json.put("exactness", feature.exactness());
    json.put("limit", feature.limit());
    ArrayNode results = json.putArray("results");
    for (RollupDescription.Result result : feature.results()) {
      results
          .addObject()
          .put("field", result.field())
          .put("window", result.window())
          .put("tile", result.tile());
    }
    return json;
  }
}
