package io.tributary.sandbox;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML file of which some values are replaced. All others keep their text, so that whoever reads
 * it reads the same values: numbers of any length, and anchors with what refers to them.
 */
final class YamlText {

  /** Takes whatever has no quotes for a text, as which it is written again without any. */
  private static final class Untyped extends Resolver {
    @Override
    protected void addImplicitResolvers() {}
  }

  private final MappingNode root;

  /** Takes a text that is known to be a mapping. */
  YamlText(String text) {
    root = (MappingNode) yaml().compose(new StringReader(text));
    spellNulls(root, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static Yaml yaml() {
    LoaderOptions loader = new LoaderOptions();
    DumperOptions dumper = new DumperOptions();
    return new Yaml(
        new SafeConstructor(loader), new Representer(dumper), dumper, loader, new Untyped());
  }

  /** A value that is not there would be written as a text without letters. */
  private static void spellNulls(Node node, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().replaceAll(item -> spelt(item, seen));
    } else if (node instanceof MappingNode mapping) {
      mapping.setValue(
          mapping.getValue().stream()
              .map(entry -> new NodeTuple(entry.getKeyNode(), spelt(entry.getValueNode(), seen)))
              .toList());
    }
  }

  private static Node spelt(Node node, Set<Node> seen) {
    spellNulls(node, seen);
    boolean isAbsent =
        node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().isEmpty();
    return isAbsent ? new ScalarNode(Tag.STR, "null", null, null, ScalarStyle.PLAIN) : node;
  }

  boolean has(String key) {
    return value(root, key) != null;
  }

  /** Replaces or adds a value in a mapping; does nothing where there is no such mapping. */
  void put(List<String> path, String value) {
    put(path, text(value));
  }

  /** The same with a mapping. */
  void put(List<String> path, Map<String, String> values) {
    List<NodeTuple> entries = new ArrayList<>();
    values.forEach((key, value) -> entries.add(new NodeTuple(text(key), text(value))));
    put(path, new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK));
  }

  private void put(List<String> path, Node value) {
    String key = path.get(path.size() - 1);
    if (at(path.subList(0, path.size() - 1)) instanceof MappingNode mapping) {
      List<NodeTuple> entries = new ArrayList<>(mapping.getValue());
      entries.removeIf(entry -> isNamed(entry, key));
      entries.add(new NodeTuple(text(key), value));
      mapping.setValue(entries);
    }
  }

  /** Removes the entries of a mapping whose keys are not wanted. */
  void retain(List<String> path, Predicate<String> wanted) {
    if (at(path) instanceof MappingNode mapping) {
      List<NodeTuple> entries = new ArrayList<>(mapping.getValue());
      entries.removeIf(entry -> !wanted.test(((ScalarNode) entry.getKeyNode()).getValue()));
      mapping.setValue(entries);
    }
  }

  private @Nullable Node at(List<String> path) {
    Node node = root;
    for (String key : path) {
      node = node instanceof MappingNode mapping ? value(mapping, key) : null;
    }
    return node;
  }

  private static @Nullable Node value(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(entry -> isNamed(entry, key))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  private static boolean isNamed(NodeTuple entry, String key) {
    return ((ScalarNode) entry.getKeyNode()).getValue().equals(key);
  }

  private static ScalarNode text(String value) {
    return new ScalarNode(Tag.STR, value, null, null, ScalarStyle.DOUBLE_QUOTED);
  }

  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    yaml().serialize(root, text);
    return text.toString();
  }
}
