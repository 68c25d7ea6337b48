package io.tributary.config.binding;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in the file about which violations can be reported. */
public record Place(ConfigNode node, List<Violation> violations) {

  /** Adds a violation here. */
  public void report(String problem, String remedy) {
    violations.add(new Violation(node.path(), node.line(), problem, remedy));
  }

  /** The place of a key below this one; an absent key is reported at this place's line. */
  public Place at(String key) {
    Map<String, ConfigNode> entries = node.entries();
    ConfigNode child = entries == null ? null : entries.get(key);
    String path = node.path().isEmpty() ? key : node.path() + "." + key;
    return child == null ? absent(path) : new Place(child, violations);
  }

  /** The place of an item of this list; a single value standing for a list is its only item. */
  public Place at(int index) {
    List<ConfigNode> items = node.items();
    if (items == null || index >= items.size()) {
      return index == 0 ? this : absent(node.path() + "[" + index + "]");
    }
    return new Place(items.get(index), violations);
  }

  /** The place of the item of this list that was written as a text. */
  public Place item(String text) {
    List<ConfigNode> items = node.items();
    return items == null
        ? this
        : items.stream()
            .filter(item -> item.text().equals(text))
            .findFirst()
            .map(item -> new Place(item, violations))
            .orElse(this);
  }

  /** Whether the file has a key below this place. */
  public boolean has(String key) {
    return at(key).node().value() != null;
  }

  /** Whether something was said about this very place already, so that more would be noise. */
  public boolean isReported() {
    return violations.stream().anyMatch(violation -> violation.path().equals(node.path()));
  }

  /** The value here, or null after at least one violation was reported. */
  <T> @Nullable T bind(Shape<T> shape) {
    return isReported() ? null : shape.bind(this);
  }

  private Place absent(String path) {
    return new Place(new ConfigNode(path, node.line(), null, "", ""), violations);
  }
}
