package io.tributary.config.binding;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The shape of every Java type that a record of the file may have as a component. */
public final class Shapes {
  private final Map<Class<?>, Shape<?>> byClass = new HashMap<>();

  public Shapes() {
    byClass.put(String.class, Scalar.TEXT);
    byClass.put(int.class, Typed.WHOLE_NUMBER);
    byClass.put(Boolean.class, Typed.TRUE_OR_FALSE);
    byClass.put(Object.class, new Literal());
    with(
        Duration.class,
        new Scalar<>(
            "duration", Durations::parse, Durations::format, Durations.WORDS, Durations.PATTERN));
  }

  /** Adds a type that has a form of its own. */
  public <T> Shapes with(Class<T> type, Shape<T> shape) {
    byClass.put(type, shape);
    return this;
  }

  /** Adds a type that is written as the keys of another record. */
  public <W, T> Shapes written(
      Class<T> type, Class<W> as, Function<W, T> toValue, Function<T, W> toWritten) {
    byClass.put(type, new Converted<>(record(as), toValue, toWritten));
    return this;
  }

  /** Lets some values of a type, already added, be written as a single word of an enum. */
  public <E, T> Shapes shorthand(
      Class<T> type,
      Class<E> words,
      Function<E, T> toValue,
      Function<T, E> toWord,
      Predicate<T> isWord) {
    Shape<T> word = new Converted<>(new Choice<>(words), toValue, toWord);
    byClass.put(type, new Shorthand<>(word, of(type), isWord));
    return this;
  }

  /** The shape of a record. */
  public <T> RecordShape<T> record(Class<T> type) {
    return new RecordShape<>(type, this);
  }

  Shape<?> of(RecordComponent component) {
    Doc doc = component.getAnnotation(Doc.class);
    Matches limit = component.getAnnotation(Matches.class);
    if (!(component.getGenericType() instanceof ParameterizedType generic)) {
      return limited(of(component.getType()), limit);
    }
    Type[] arguments = generic.getActualTypeArguments();
    if (generic.getRawType() == List.class) {
      return new ListShape<>(limited(of((Class<?>) arguments[0]), limit), doc.nonEmpty());
    }
    if (doc.foreign()) {
      return new ForeignProperties(
          new MapShape<>(Scalar.TEXT, Scalar.ANY_TEXT, doc.entry(), doc.nonEmpty()));
    }
    Scalar<?> key = (Scalar<?>) limited(of((Class<?>) arguments[0]), limit);
    return new MapShape<>(key, of((Class<?>) arguments[1]), doc.entry(), doc.nonEmpty());
  }

  private static Shape<?> limited(Shape<?> shape, @Nullable Matches limit) {
    return limit == null ? shape : ((Scalar<?>) shape).matching(limit);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private <T> Shape<T> of(Class<T> type) {
    Shape<?> shape = byClass.get(type);
    if (shape == null) {
      shape = type.isEnum() ? new Choice(type) : record(type);
      byClass.put(type, shape);
    }
    return (Shape<T>) shape;
  }
}
