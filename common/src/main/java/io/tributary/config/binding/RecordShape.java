package io.tributary.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose keys are the components of a record that carry {@link Doc}; other components are
 * null when it is read.
 */
public final class RecordShape<T> implements Shape<T> {
  private final Class<T> type;
  private final List<RecordComponent> components;
  private final Map<RecordComponent, Key<?>> keys = new LinkedHashMap<>();

  RecordShape(Class<T> type, Shapes shapes) {
    this.type = type;
    this.components = List.of(type.getRecordComponents());
    for (RecordComponent component : components) {
      if (component.isAnnotationPresent(Doc.class)) {
        keys.put(component, key(component, shapes));
      }
    }
  }

  private static Key<?> key(RecordComponent component, Shapes shapes) {
    Doc doc = component.getAnnotation(Doc.class);
    boolean required =
        doc.byDefault().isEmpty()
            && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    String name = doc.key().isEmpty() ? Choice.kebab(component.getName()) : doc.key();
    return new Key<>(name, shapes.of(component), required, doc.byDefault(), doc.value());
  }

  @Override
  public @Nullable T bind(Place place) {
    return bind(place, false);
  }

  /**
   * The record even where required components are broken, these being null or zero: only for
   * finding more violations, never to be used as a value.
   */
  public @Nullable T bindWithHoles(Place place) {
    return bind(place, true);
  }

  private @Nullable T bind(Place place, boolean withHoles) {
    Map<String, ConfigNode> entries = place.node().entries();
    if (entries == null) {
      place.report(
          "expected a mapping, found " + place.node().kind(),
          "write the keys " + String.join(", ", names()));
      return null;
    }
    boolean supported = reportUnknown(place, entries);
    boolean complete = supported;
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : components) {
      Key<?> key = keys.get(component);
      Object value = key == null ? null : value(place.at(key.name()), key, supported);
      value = value == null && key != null && key.required() ? emptyOf(component) : value;
      complete &= value != null || key == null || !key.required();
      values.add(value == null && component.getType() == int.class ? (Integer) 0 : value);
    }
    if (!complete && !withHoles) {
      return null;
    }
    T bound = construct(values.toArray());
    if (complete && bound instanceof Checked checked) {
      checked.check(place);
    }
    return bound;
  }

  /** What stands for a broken list or mapping, so that the rest of the record can be checked. */
  private static @Nullable Object emptyOf(RecordComponent component) {
    if (component.getType() == List.class) {
      return List.of();
    }
    return component.getType() == Map.class ? Map.of() : null;
  }

  /** False where a key is unknown because this version refuses it, which was reported before. */
  private boolean reportUnknown(Place place, Map<String, ConfigNode> entries) {
    boolean known = true;
    List<String> names = names();
    for (String name : entries.keySet()) {
      Place at = place.at(name);
      if (names.contains(name)) {
        continue;
      }
      if (at.isReported()) {
        known = false;
        continue;
      }
      at.report(
          "is not a known key",
          Nearest.question(name, names, "known here: " + String.join(", ", names)));
    }
    return known;
  }

  /** What a record lacks is not said where all of it is refused. */
  private static <V> @Nullable V value(Place at, Key<V> key, boolean supported) {
    if (at.node().value() != null) {
      V bound = at.bind(key.shape());
      return bound == null ? key.defaultValue() : bound;
    }
    if (key.required() && supported && !at.isReported()) {
      at.report("is missing", "give it: " + key.description().replaceFirst("\\.$", ""));
    }
    return key.defaultValue();
  }

  private T construct(@Nullable Object[] values) {
    Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("cannot construct " + type, impossible);
    }
  }

  @Override
  public JsonNode show(T value) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    keys.forEach((component, key) -> show(component, key, value, shown));
    return shown;
  }

  @SuppressWarnings("unchecked")
  private static <V> void show(RecordComponent component, Key<V> key, Object of, ObjectNode into) {
    try {
      component.getAccessor().setAccessible(true);
      V value = (V) component.getAccessor().invoke(of);
      if (value != null) {
        into.set(key.name(), key.shape().show(value));
      }
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("cannot read " + component, impossible);
    }
  }

  @Override
  public String type() {
    return "mapping";
  }

  @Override
  public List<Key<?>> keys() {
    return List.copyOf(keys.values());
  }

  private List<String> names() {
    return keys.values().stream().<String>map(Key::name).toList();
  }
}
