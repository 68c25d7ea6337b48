package io.tributary.tools.rollup;

import java.util.List;
import java.util.stream.Collectors;

/** The documentation of a rollup for people. */
final class RollupMarkdown {

  private final StringBuilder page = new StringBuilder();

  private RollupMarkdown() {}

  static String of(RollupDescription rollup) {
    RollupMarkdown markdown = new RollupMarkdown();
    markdown.head(rollup);
    rollup.features().forEach(markdown::feature);
    return markdown.page.toString();
  }

  private void head(RollupDescription rollup) {
    line("## " + rollup.name());
    line("");
    if (rollup.description() != null) {
      line(rollup.description());
      line("");
    }
    line(
        "Features of each %s, from the rows of %s%s."
            .formatted(
                listed(rollup.entity()),
                code(rollup.from()),
                rollup.eventTime() == null ? "" : " at their " + code(rollup.eventTime())));
    line("");
    line(
        "- Redis: hash %s; how fresh it is: %s"
            .formatted(code(rollup.key()), code(rollup.freshness())));
    if (rollup.owner() != null) {
      line("- Owner: " + rollup.owner());
    }
    if (rollup.topic() != null) {
      line("- Kafka: topic %s, by entity".formatted(code(rollup.topic())));
    }
    line("- The SQL behind it: `tributary rollup sql %s`".formatted(rollup.name()));
    line("- Changes of one entity are gathered for %s.".formatted(rollup.emitEvery()));
    line("");
  }

  private void feature(RollupDescription.Described feature) {
    line("### " + feature.name());
    line("");
    if (feature.description() != null) {
      line(feature.description());
      line("");
    }
    line(
        sentence(
            feature.where().isEmpty()
                ? feature.what()
                : feature.what() + ", where " + code(feature.where())));
    line(sentence(feature.withoutRows() + " where no row counts"));
    line(sentence(feature.exactness()));
    if (!feature.limit().isEmpty()) {
      line("Absent, and listed in `_beyond_cap`, where " + feature.limit() + ".");
    }
    if (feature.owner() != null) {
      line("Owner: " + feature.owner());
    }
    line("");
    line("| field | window | moves by |");
    line("|---|---|---|");
    for (RollupDescription.Result result : feature.results()) {
      String tile = result.tile() == null ? "" : result.tile();
      line("| %s | %s | %s |".formatted(code(result.field()), result.window(), tile));
    }
    line("");
  }

  private static String listed(List<String> columns) {
    return columns.stream().map(RollupMarkdown::code).collect(Collectors.joining(" and "));
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  /** Code may hold backticks where the fence has more of them. */
  private static String code(String text) {
    String line = text.replace("\n", "\\n");
    return line.contains("`") ? "`` " + line + " ``" : "`" + line + "`";
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
