package io.tributary.config.binding;

import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads the text of a YAML file into {@link ConfigNode}s. Syntax errors, tags, repeated keys and
 * unusable placeholders become violations; anchors and aliases work.
 */
public final class YamlReader {
  private final Placeholders placeholders;
  private final List<Violation> violations;

  /** Where texts begin that have a tag, as {@code !!str 1} has. */
  private final Set<Integer> taggedTexts = new HashSet<>();

  /** Where mappings and lists begin that have one. The first key of a mapping can begin there. */
  private final Set<Integer> taggedCollections = new HashSet<>();

  private final Set<Node> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());

  public YamlReader(Placeholders placeholders, List<Violation> violations) {
    this.placeholders = placeholders;
    this.violations = violations;
  }

  /** The file's root; an empty mapping for an empty file or one with a syntax error. */
  public ConfigNode read(String yaml) {
    try {
      for (Event event : parser().parse(new StringReader(yaml))) {
        int at = event.getStartMark().getIndex();
        if (event instanceof ScalarEvent text && text.getTag() != null) {
          taggedTexts.add(at);
        } else if (event instanceof CollectionStartEvent start && start.getTag() != null) {
          taggedCollections.add(at);
        }
      }
      Node root = parser().compose(new StringReader(yaml));
      return root == null ? nothing() : convert(root, "", 1);
    } catch (MarkedYAMLException syntax) {
      violations.add(syntaxError(syntax));
    } catch (YAMLException unreadable) {
      violations.add(new Violation("", 0, "not YAML: " + unreadable.getMessage(), "correct it"));
    }
    return nothing();
  }

  private static ConfigNode nothing() {
    return new ConfigNode("", 1, null, "", "");
  }

  private static Yaml parser() {
    LoaderOptions options = new LoaderOptions();
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options), new Representer(unused), unused, options, new CoreSchema());
  }

  private static Violation syntaxError(MarkedYAMLException syntax) {
    Mark mark = syntax.getProblemMark();
    int line = mark == null ? 0 : mark.getLine() + 1;
    String column = mark == null ? "" : " at column " + (mark.getColumn() + 1);
    String context = syntax.getContext() == null ? "" : " (" + syntax.getContext() + ")";
    // A password that is not quoted and begins with *, & or ! is taken for such a name.
    String problem = syntax.getProblem().replaceFirst("(alias|anchor|tag handle)\\b.*", "$1");
    return new Violation(
        "", line, "not YAML" + column + ": " + problem + context, "correct the syntax");
  }

  private ConfigNode convert(Node node, String path, int line) {
    reportTag(node, path, line);
    if (!ancestors.add(node)) {
      violations.add(new Violation(path, line, "contains itself", "write the value out"));
      return new ConfigNode(path, line, null, "", "");
    }
    try {
      if (node instanceof MappingNode mapping) {
        return new ConfigNode(path, line, entries(mapping, path), "", "");
      }
      if (node instanceof SequenceNode sequence) {
        return new ConfigNode(path, line, items(sequence, path), "", "");
      }
      return scalar((ScalarNode) node, path, line);
    } finally {
      ancestors.remove(node);
    }
  }

  /** A password that is not quoted and begins with {@code !} would lose its first word. */
  private void reportTag(Node node, String path, int line) {
    Set<Integer> tagged = node instanceof ScalarNode ? taggedTexts : taggedCollections;
    if (tagged.contains(node.getStartMark().getIndex())) {
      violations.add(
          new Violation(path, line, "begins with a tag of YAML", "write it in quotation marks"));
    }
  }

  private Map<String, ConfigNode> entries(MappingNode mapping, String path) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      int line = line(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        violations.add(new Violation(path, line, "a key is not text", "write the key as text"));
        continue;
      }
      String childPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      reportTag(key, childPath, line);
      ConfigNode first = entries.get(key.getValue());
      if (first != null) {
        String problem = "is written twice, first in line " + first.line();
        violations.add(new Violation(childPath, line, problem, "keep one of the two"));
        continue;
      }
      entries.put(key.getValue(), convert(entry.getValueNode(), childPath, line));
    }
    return Collections.unmodifiableMap(entries);
  }

  private List<ConfigNode> items(SequenceNode sequence, String path) {
    List<ConfigNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(convert(item, path + "[" + items.size() + "]", line(item)));
    }
    return List.copyOf(items);
  }

  private ConfigNode scalar(ScalarNode scalar, String path, int line) {
    String written = scalar.getValue();
    Placeholders.Filled filled =
        placeholders.fill(
            written,
            (problem, remedy) -> violations.add(new Violation(path, line, problem, remedy)));
    Object value =
        scalar.getTag().equals(Tag.STR) ? filled.text() : typed(scalar.getTag(), written);
    return new ConfigNode(path, line, value, filled.text(), filled.shown());
  }

  private static @Nullable Object typed(Tag tag, String written) {
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(written);
    }
    try {
      if (tag.equals(Tag.INT)) {
        BigInteger whole = new BigInteger(written);
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
      }
      return tag.equals(Tag.FLOAT) ? new BigDecimal(written) : written;
    } catch (NumberFormatException tooLarge) {
      return written;
    }
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
