package io.forkyard.child.json;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record and the fields of any other object of the job's own types, under the
 * names by which a {@link Converter} reads them. Static and transient fields are left out.
 */
public final class Fields {

  private Fields() {}

  static Map<String, @Nullable Object> of(Object value, Place place) {
    Class<?> type = value.getClass();
    if (formless(type)) {
      throw formless(type, place);
    }
    try {
      return type.isRecord() ? components(value, type) : fields(value, type, place);
    } catch (InvocationTargetException e) {
      throw new UnserializableException(
          place + ": " + type.getName() + " threw " + e.getCause() + " when it was read");
    } catch (IllegalAccessException e) {
      throw formless(type, place);
    }
  }

  /** Types of the JDK beyond those with a text, and types without a name of their own. */
  public static boolean formless(Class<?> type) {
    return type.getModule().isNamed() || type.isHidden() || type.isAnonymousClass();
  }

  private static Map<String, @Nullable Object> components(Object value, Class<?> type)
      throws IllegalAccessException, InvocationTargetException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      members.put(component.getName(), accessor.invoke(value));
    }
    return members;
  }

  private static Map<String, @Nullable Object> fields(Object value, Class<?> type, Place place)
      throws IllegalAccessException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      if (formless(c)) {
        throw formless(c, place);
      }
      members = before(declared(value, c), members);
    }
    return members;
  }

  private static Map<String, @Nullable Object> declared(Object value, Class<?> type)
      throws IllegalAccessException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (Field field : type.getDeclaredFields()) {
      int left = Modifier.STATIC | Modifier.TRANSIENT;
      if ((field.getModifiers() & left) == 0 && !field.isSynthetic()) {
        field.setAccessible(true);
        members.put(field.getName(), field.get(value));
      }
    }
    return members;
  }

  /** What is inherited comes first, and what hides it counts. */
  private static Map<String, @Nullable Object> before(
      Map<String, @Nullable Object> inherited, Map<String, @Nullable Object> own) {
    inherited.putAll(own);
    return inherited;
  }

  private static UnserializableException formless(Class<?> type, Place place) {
    return new UnserializableException(place + ": a " + type.getName() + " has no JSON form");
  }
}
