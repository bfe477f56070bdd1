package io.forkyard.child.json;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scalars and the lists, sets, maps and arrays of them, without any library. */
final class Plain {

  private Plain() {}

  static boolean covers(Type type) {
    Class<?> raw = Types.raw(type);
    if (raw == Object.class || Scalars.covers(raw)) {
      return true;
    } else if (raw.isArray()) {
      return covers(Types.component(Types.bound(type)));
    } else if (Containers.collection(raw) != null) {
      return covers(Types.argument(type, 0));
    }
    return Containers.map(raw) != null && isKey(type) && covers(Types.argument(type, 1));
  }

  static @Nullable Object read(@Nullable Object json, Type type, Place place) {
    Class<?> raw = Types.raw(type);
    if (raw == Object.class) {
      return natural(json);
    } else if (json == null || Scalars.covers(raw)) {
      return Scalars.read(json, raw, place);
    } else if (raw.isArray()) {
      return array(json, Types.component(Types.bound(type)), place);
    }
    Collection<@Nullable Object> collection = Containers.collection(raw);
    return collection == null
        ? map(json, type, place)
        : collection(json, Types.argument(type, 0), collection, place);
  }

  /** What Java code would expect where no type is declared. */
  static @Nullable Object natural(@Nullable Object json) {
    if (json instanceof Number) {
      return Numbers.natural((Number) json);
    } else if (json instanceof List) {
      List<@Nullable Object> natural = new ArrayList<>();
      for (Object element : (List<?>) json) {
        natural.add(natural(element));
      }
      return natural;
    } else if (json instanceof Map) {
      return naturalMap((Map<?, ?>) json);
    }
    return json;
  }

  private static Object naturalMap(Map<?, ?> json) {
    Map<Object, @Nullable Object> natural = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : json.entrySet()) {
      natural.put(member.getKey(), natural(member.getValue()));
    }
    return natural;
  }

  private static boolean isKey(Type map) {
    Class<?> key = Types.raw(Types.argument(map, 0));
    return key == Object.class || Scalars.covers(key);
  }

  private static Object array(Object json, Type component, Place place) {
    List<?> elements = list(json, place);
    Object array = Array.newInstance(Types.raw(component), elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(array, i, read(elements.get(i), component, place.index(i)));
    }
    return array;
  }

  private static Object collection(
      Object json, Type element, Collection<@Nullable Object> into, Place place) {
    List<?> elements = list(json, place);
    for (int i = 0; i < elements.size(); i++) {
      into.add(read(elements.get(i), element, place.index(i)));
    }
    return into;
  }

  private static Object map(Object json, Type type, Place place) {
    Map<Object, @Nullable Object> into = Containers.map(Types.raw(type));
    if (into == null || !(json instanceof Map)) {
      throw place.mismatch("an object", json);
    }
    Class<?> key = Types.raw(Types.argument(type, 0));
    for (Map.Entry<?, ?> member : ((Map<?, ?>) json).entrySet()) {
      String name = (String) member.getKey();
      Place inner = place.field(name);
      into.put(
          Scalars.key(name, key, inner), read(member.getValue(), Types.argument(type, 1), inner));
    }
    return into;
  }

  private static List<?> list(Object json, Place place) {
    if (json instanceof List) {
      return (List<?>) json;
    }
    throw place.mismatch("an array", json);
  }
}
