package io.forkyard.web;

import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.type.CollectionType;

/**
 * Refuses a null, but not an absent field, which takes its default. A field that may be null says
 * so by {@code @JsonSetter(nulls = Nulls.SET)}.
 */
final class NoNulls extends DelegatingDeserializer {

  NoNulls(ValueDeserializer<?> delegate) {
    super(delegate);
  }

  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
    return new NoNulls(delegate);
  }

  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    ValueDeserializer<?> strict = super.createContextual(context, property);
    boolean nullable = property != null && property.getMetadata().getValueNulls() == Nulls.SET;
    return nullable && strict instanceof NoNulls wrapped ? wrapped.getDelegatee() : strict;
  }

  @Override
  public Object getNullValue(DeserializationContext context) {
    throw InvalidNullException.from(context, null, context.constructType(handledType()));
  }

  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return null;
  }

  /** Puts it around what reads the types of a request's fields. */
  static final class Modifier extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
        DeserializationConfig config,
        BeanDescription.Supplier bean,
        ValueDeserializer<?> deserializer) {
      return new NoNulls(deserializer);
    }

    @Override
    public ValueDeserializer<?> modifyCollectionDeserializer(
        DeserializationConfig config,
        CollectionType type,
        BeanDescription.Supplier bean,
        ValueDeserializer<?> deserializer) {
      return new NoNulls(deserializer);
    }
  }
}
