package io.forkyard.child.bean;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberStrategy;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import io.forkyard.child.json.Converter;
import io.forkyard.child.json.JsonText;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Numbers;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.Types;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of every other type, by Gson made strict: no constructor is skipped, and what {@link
 * StrictAdapters} knows is never left to Gson's lenient adapters. Loaded only when it is needed.
 */
public final class Beans implements Converter {

  private static final Gson GSON =
      new GsonBuilder()
          .disableJdkUnsafe()
          .setObjectToNumberStrategy(new NaturalNumbers())
          .registerTypeAdapterFactory(new StrictAdapters())
          .create();

  @Override
  public @Nullable Object read(@Nullable Object json, Type type, Place place) {
    StrictReader in = new StrictReader(JsonText.of(json), place);
    try {
      return GSON.getAdapter(TypeToken.get(Types.bound(type))).read(in);
    } catch (MismatchException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new MismatchException(in.place() + ": " + e.getMessage());
    }
  }

  private static final class NaturalNumbers implements ToNumberStrategy {
    @Override
    public Number readNumber(JsonReader in) throws IOException {
      return Numbers.natural(((StrictReader) in).number());
    }
  }
}
