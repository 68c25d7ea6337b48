package io.tributary.config.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a record component a key of the file: {@code emitEvery} is written {@code emit-every}. A
 * key must be given unless it has a default or its component is {@code @Nullable}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {

  /** One or two sentences for the reference page and the editor. */
  String value();

  /** The value of an absent key, as it would be written in the file; empty for none. */
  String byDefault() default "";

  /** Whether a list or mapping needs at least one entry. */
  boolean nonEmpty() default false;

  /**
   * Whether a mapping holds properties of another system, handed to it as they are: any text, also
   * an empty one. A value whose name sounds like a secret is masked when shown.
   */
  boolean foreign() default false;

  /** The key, where it is not the component's name: one that Java has another use for. */
  String key() default "";

  /** What stands for a mapping's keys in the reference, for example {@code column}. */
  String entry() default "name";
}
