package io.tributary.config.binding;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the keys of a shape as tables in Markdown, one for each key of the first level. */
public final class ReferencePage {
  private final StringBuilder page = new StringBuilder();

  private ReferencePage() {}

  /** The tables. */
  public static String of(Shape<?> root) {
    ReferencePage reference = new ReferencePage();
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
      page.append(type(key.shape())).append(" | ");
      page.append(byDefault(key)).append(" | ");
      page.append(key.description().replace("|", "\\|").replace("<", "&lt;")).append(" |\n");
    }
    for (Key<?> child : key.shape().keys()) {
      row(child, path + "." + child.name());
    }
  }

  private String type(Shape<?> shape) {
    return shape instanceof Choice<?> choice
        ? choice.names().stream().map(word -> "`" + word + "`").collect(Collectors.joining(" or "))
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
