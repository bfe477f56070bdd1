package io.forkyard.child.bean;

import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonToken;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Place;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records and beans: Gson fills them, only from objects, and no primitive component is made up. */
final class ObjectAdapter extends ReadAdapter {

  private final Class<?> type;
  private final TypeAdapter<?> gson;
  private final Set<String> required = new HashSet<>();

  ObjectAdapter(Class<?> type, TypeAdapter<?> gson) {
    this.type = type;
    this.gson = gson;
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        if (component.getType().isPrimitive()) {
          required.add(component.getName());
        }
      }
    }
  }

  @Override
  @Nullable Object read(StrictReader in) throws IOException {
    JsonToken token = in.peek();
    if (token == JsonToken.BEGIN_OBJECT) {
      in.require(required);
    } else if (token != JsonToken.NULL) {
      throw in.unexpected("an object for " + type.getName());
    }
    return fill(in, in.place());
  }

  private @Nullable Object fill(StrictReader in, Place place) throws IOException {
    try {
      return gson.read(in);
    } catch (MismatchException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new MismatchException(place + ": " + reason(e));
    }
  }

  /** Gson wraps what a constructor threw. */
  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    if (cause == null) {
      return String.valueOf(failure.getMessage());
    }
    return failure instanceof JsonParseException
        ? cause.toString()
        : failure.getMessage() + ": " + cause;
  }
}
