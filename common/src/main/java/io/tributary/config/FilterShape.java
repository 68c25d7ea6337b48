package io.tributary.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.config.binding.ConfigNode;
import io.tributary.config.binding.Key;
import io.tributary.config.binding.ListShape;
import io.tributary.config.binding.Literal;
import io.tributary.config.binding.Place;
import io.tributary.config.binding.RecordShape;
import io.tributary.config.binding.RecursiveShape;
import io.tributary.config.binding.Shape;
import io.tributary.config.binding.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The written form of a {@link Filter}: columns, and groups of filters under three words. */
final class FilterShape implements RecursiveShape<Filter> {

  private static final String ALL_OF = "all-of";
  private static final String ANY_OF = "any-of";
  private static final String NONE_OF = "none-of";

  private final Shape<Object> constant = new Literal();
  private final Shape<List<Object>> constants = new ListShape<>(constant, true);
  private final Shape<List<Filter>> group = new ListShape<>(this, true);
  private final RecordShape<ColumnTest> tests;

  FilterShape(Shapes shapes) {
    tests = shapes.record(ColumnTest.class);
  }

  @Override
  public @Nullable Filter bind(Place place) {
    Map<String, ConfigNode> entries = place.node().entries();
    if (entries == null) {
      place.report(
          "expected conditions, found " + place.node().kind(), "write {column: value, ...}");
      return null;
    }
    Map<String, ColumnTest> columns = new LinkedHashMap<>();
    for (String name : entries.keySet()) {
      ColumnTest test = isGroup(name) ? null : test(place.at(name));
      if (test != null) {
        columns.put(name, test);
      }
    }
    return new Filter(columns, group(place, ALL_OF), group(place, ANY_OF), group(place, NONE_OF));
  }

  private static boolean isGroup(String name) {
    return List.of(ALL_OF, ANY_OF, NONE_OF).contains(name);
  }

  private List<Filter> group(Place place, String name) {
    Map<String, ConfigNode> entries = place.node().entries();
    List<Filter> bound =
        entries == null || !entries.containsKey(name) ? null : group.bind(place.at(name));
    return bound == null ? List.of() : bound;
  }

  private @Nullable ColumnTest test(Place place) {
    Object written = place.node().value();
    if (written == null) {
      return ColumnTest.ofNull();
    }
    if (written instanceof Map) {
      return tests.bind(place);
    }
    if (written instanceof List<?> items) {
      refuseConditions(place, items);
      ColumnTest.refuseNulls(place);
      List<Object> values = place.isReported() ? null : constants.bind(place);
      return values == null ? null : ColumnTest.of(values);
    }
    return ColumnTest.of(written);
  }

  private static void refuseConditions(Place place, List<?> items) {
    if (items.stream().anyMatch(item -> ((ConfigNode) item).value() instanceof Map)) {
      String remedy = "write all-of, any-of or none-of";
      place.report("lists conditions where values of a column are expected", remedy);
    }
  }

  @Override
  public JsonNode show(Filter value) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    value.columns().forEach((name, test) -> shown.set(name, show(test)));
    show(ALL_OF, value.allOf(), shown);
    show(ANY_OF, value.anyOf(), shown);
    show(NONE_OF, value.noneOf(), shown);
    return shown;
  }

  private void show(String name, List<Filter> filters, ObjectNode into) {
    if (!filters.isEmpty()) {
      into.set(name, group.show(filters));
    }
  }

  private JsonNode show(ColumnTest test) {
    if (test.is() != null) {
      return constant.show(test.is());
    }
    return test.equals(ColumnTest.ofNull()) ? NullNode.instance : tests.show(test);
  }

  @Override
  public String type() {
    return "conditions";
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(
        new Key<>(
            "<column>",
            tests,
            false,
            "",
            "What a column must be: a value, a list of values, null, or what follows. A name with"
                + " dots that no column has leads into a json or jsonb column: properties.page.type."),
        new Key<>(ALL_OF, group, false, "", "All of these must hold."),
        new Key<>(ANY_OF, group, false, "", "At least one of these must hold."),
        new Key<>(NONE_OF, group, false, "", "None of these may hold, nor be NULL as in SQL."));
  }

  @Override
  public String name() {
    return "conditions";
  }

  @Override
  public ObjectNode schema(Function<Shape<?>, ObjectNode> schemas) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("type").add("object").add("null");
    ObjectNode groups = schema.putObject("properties");
    for (String name : List.of(ALL_OF, ANY_OF, NONE_OF)) {
      groups.set(name, schemas.apply(group));
    }
    schema
        .putObject("additionalProperties")
        .putArray("anyOf")
        .add(schemas.apply(constant))
        .add(schemas.apply(constants))
        .add(schemas.apply(tests));
    return schema;
  }
}
