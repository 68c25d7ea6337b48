package io.tributary.config.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Limits what a text, or the keys of a mapping, may look like. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Matches {

  /** A regular expression over the whole text, in the dialect common to Java and ECMAScript. */
  String value();

  /** The same in words, completing "write …". */
  String words();
}
