package io.forkyard.child.json;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;

/** Questions about generic types. */
public final class Types {

  private Types() {}

  /** What a variable or a wildcard is bound by, else the type itself. */
  public static Type bound(Type type) {
    if (type instanceof TypeVariable) {
      return bound(((TypeVariable<?>) type).getBounds()[0]);
    } else if (type instanceof WildcardType) {
      return bound(((WildcardType) type).getUpperBounds()[0]);
    }
    return type;
  }

  public static Class<?> raw(Type type) {
    Type bound = bound(type);
    if (bound instanceof Class) {
      return (Class<?>) bound;
    } else if (bound instanceof ParameterizedType) {
      return (Class<?>) ((ParameterizedType) bound).getRawType();
    }
    return raw(component(bound)).arrayType();
  }

  static Type component(Type array) {
    return array instanceof GenericArrayType
        ? ((GenericArrayType) array).getGenericComponentType()
        : ((Class<?>) array).getComponentType();
  }

  /** A type argument, or Object where none is given. */
  public static Type argument(Type type, int position) {
    Type bound = bound(type);
    return bound instanceof ParameterizedType
        ? ((ParameterizedType) bound).getActualTypeArguments()[position]
        : Object.class;
  }
}
