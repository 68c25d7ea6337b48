package io.tributary.config.binding;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Tells texts from numbers as YAML 1.2's core schema does, in decimal only: {@code on}, {@code no},
 * {@code 1:30} and {@code 2026-02-28} are texts. So are {@code 01099} and {@code +49}, which mean
 * something else without their first letter.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#103-core-schema">YAML 1.2, core schema</a>
 */
final class CoreSchema extends Resolver {

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
    addImplicitResolver(Tag.INT, Pattern.compile("-?(0|[1-9][0-9]*)"), "-0123456789");
    addImplicitResolver(
        Tag.FLOAT,
        Pattern.compile("-?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
        "-0123456789.");
    addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL"), "~nN");
    addImplicitResolver(Tag.NULL, Pattern.compile(""), null);
  }
}
