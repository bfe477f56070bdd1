package io.forkyard.child.bean;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonToken;
import io.forkyard.child.json.Containers;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.Scalars;
import io.forkyard.child.json.Texts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects to maps whose keys or values are of types that only Gson can make. */
final class MapAdapter extends ReadAdapter {

  private final Class<?> type;
  private final Class<?> key;
  private final TypeAdapter<?> value;

  MapAdapter(Class<?> type, Class<?> key, TypeAdapter<?> value) {
    this.type = type;
    this.key = key;
    this.value = value;
  }

  @Override
  @Nullable Object read(StrictReader in) throws IOException {
    if (in.peek() == JsonToken.NULL) {
      in.nextNull();
      return null;
    } else if (in.peek() != JsonToken.BEGIN_OBJECT) {
      throw in.unexpected("an object");
    }
    Map<Object, @Nullable Object> map = Containers.map(type);
    return members(in, map == null ? new LinkedHashMap<>() : map);
  }

  private Object members(StrictReader in, Map<Object, @Nullable Object> map) throws IOException {
    in.beginObject();
    while (in.hasNext()) {
      Object name = key(in.nextName(), in.place());
      map.put(name, value.read(in));
    }
    in.endObject();
    return map;
  }

  private Object key(String name, Place place) {
    return Texts.covers(key) ? Texts.read(name, key, place) : Scalars.key(name, key, place);
  }
}
