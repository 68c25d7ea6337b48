package io.tributary.event;

/** What the serializers of immutable types share: copying is the identity. */
public abstract class ImmutableSerializer<T> extends VariableLengthSerializer<T> {

  private static final long serialVersionUID = 1L;

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public T copy(T from) {
    return from;
  }
}
