package io.tributary.config.binding;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Writes the keys of a shape as tables in Markdown, one for each key of the first level. */
public final class ReferencePage {
  private final BiPredicate<String, String> refused;
  private final StringBuilder page = new StringBuilder();

  private ReferencePage(BiPredicate<String, String> refused) {
    this.refused = refused;
  }

  /**
   * The tables.
   *
   * @param refused whether a key does not take one of its words for now
   */
  public static String of(Shape<?> root, BiPredicate<String, String> refused) {
    ReferencePage reference = new ReferencePage(refused);
    for (Key<?> section : root.keys()) {
      reference.page.append("\n## ").append(section.name()).append("\n\n");
      reference.page.append("| Key | Type | Default | Description |\n|---|---|---|---|\n");
      reference.row(section, section.name());
    }
    return reference.page.toString();
  }

  private void row(Key<?> key, String path) {
    if (!key.description().isEmpty()) {
      page.append("| `").append(path).append("` | ");
      page.append(type(key.shape(), path)).append(" | ");
      page.append(byDefault(key)).append(" | ");
      page.append(key.description().replace("|", "\\|").replace("<", "&lt;")).append(" |\n");
    }
    for (Key<?> child : key.shape().keys()) {
      row(child, path + "." + child.name());
    }
  }

  private String type(Shape<?> shape, String path) {
    return shape instanceof Choice<?> choice
        ? choice.names().stream()
            .filter(word -> !refused.test(path, word))
            .map(word -> "`" + word + "`")
            .collect(Collectors.joining(" or "))
        : shape.type();
  }

  private static String byDefault(Key<?> key) {
    if (key.required()) {
      return "*required*";
    }
    List<String> none = List.of("", "{}", "[]");
    return none.contains(key.byDefault()) ? "" : "`" + key.byDefault() + "`";
  }
}
