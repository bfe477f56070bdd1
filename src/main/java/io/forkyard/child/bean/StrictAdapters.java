package io.forkyard.child.bean;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonToken;
import io.forkyard.child.json.Containers;
import io.forkyard.child.json.Fields;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Scalars;
import io.forkyard.child.json.Texts;
import io.forkyard.child.json.Types;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Gson is not left to do: scalars and map keys by the same rules as plain values, texts and
 * Optional, and a refusal for types of the JDK that have no JSON form.
 */
final class StrictAdapters implements TypeAdapterFactory {

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    return (TypeAdapter<T>) adapter(gson, type);
  }

  private @Nullable TypeAdapter<?> adapter(Gson gson, TypeToken<?> type) {
    Class<?> raw = type.getRawType();
    if (Scalars.covers(raw)) {
      return new ScalarAdapter(raw);
    } else if (Texts.covers(raw)) {
      return new TextAdapter(raw);
    } else if (raw == Optional.class) {
      return new OptionalAdapter(gson.getAdapter(TypeToken.get(argument(type, 0))));
    } else if (Containers.map(raw) != null) {
      Class<?> key = Types.raw(argument(type, 0));
      return new MapAdapter(raw, key, gson.getAdapter(TypeToken.get(argument(type, 1))));
    } else if (isContainer(raw)) {
      return null;
    }
    return object(gson, type);
  }

  private TypeAdapter<?> object(Gson gson, TypeToken<?> type) {
    Class<?> raw = type.getRawType();
    if (Fields.formless(raw) || Modifier.isAbstract(raw.getModifiers())) {
      return new FormlessAdapter(raw);
    }
    return new ObjectAdapter(raw, gson.getDelegateAdapter(this, type));
  }

  private static Type argument(TypeToken<?> type, int position) {
    return Types.bound(Types.argument(type.getType(), position));
  }

  private static boolean isContainer(Class<?> type) {
    return type.isArray()
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }

  private static final class ScalarAdapter extends ReadAdapter {
    private final Class<?> type;

    ScalarAdapter(Class<?> type) {
      this.type = type;
    }

    @Override
    @Nullable Object read(StrictReader in) throws IOException {
      return Scalars.read(in.scalar(type.getName()), type, in.consumed());
    }
  }

  private static final class TextAdapter extends ReadAdapter {
    private final Class<?> type;

    TextAdapter(Class<?> type) {
      this.type = type;
    }

    @Override
    @Nullable Object read(StrictReader in) throws IOException {
      Object text = Scalars.read(in.scalar("a string"), String.class, in.consumed());
      return text == null ? null : Texts.read((String) text, type, in.consumed());
    }
  }

  private static final class OptionalAdapter extends ReadAdapter {
    private final TypeAdapter<?> value;

    OptionalAdapter(TypeAdapter<?> value) {
      this.value = value;
    }

    @Override
    Object read(StrictReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Optional.empty();
      }
      return Optional.ofNullable(value.read(in));
    }
  }

  private static final class FormlessAdapter extends ReadAdapter {
    private final Class<?> type;

    FormlessAdapter(Class<?> type) {
      this.type = type;
    }

    @Override
    @Nullable Object read(StrictReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return null;
      }
      throw new MismatchException(in.place() + ": no JSON value becomes a " + type.getName());
    }
  }
}
