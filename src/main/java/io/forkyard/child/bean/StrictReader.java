package io.forkyard.child.bean;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.forkyard.child.json.Json;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Place;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what Gson would pass over: members that nobody asked for, and the lack of those that a
 * record cannot do without.
 */
final class StrictReader extends JsonReader {

  private final Place root;
  private final Place consumed = Place.of(new Consumed());
  private final Deque<Set<String>> missing = new ArrayDeque<>();
  private Set<String> required = Set.of();

  StrictReader(String json, Place root) {
    super(new StringReader(json));
    setNestingLimit(Json.MAX_DEPTH + 1);
    this.root = root;
  }

  /** Where the reader is. */
  Place place() {
    return Place.of(root + getPath().substring(1));
  }

  /** Where the value is that was read last; to be turned into text before the next is read. */
  Place consumed() {
    return consumed;
  }

  /** The members without which the object that begins next is refused. */
  void require(Set<String> names) {
    required = names;
  }

  Number number() throws IOException {
    Number number = Json.number(nextString());
    if (number == null) {
      throw new IOException("not a number");
    }
    return number;
  }

  /** A value of one token, or the name of what stands there instead. */
  @Nullable Object scalar(String expected) throws IOException {
    JsonToken token = peek();
    if (token == JsonToken.NULL) {
      nextNull();
      return null;
    } else if (token == JsonToken.NUMBER) {
      return number();
    } else if (token == JsonToken.BOOLEAN) {
      return nextBoolean();
    } else if (token == JsonToken.STRING) {
      return nextString();
    }
    throw unexpected(expected);
  }

  MismatchException unexpected(String expected) throws IOException {
    String token = peek().name().toLowerCase(Locale.ROOT);
    String found = token.replace("begin_", "").replace("boolean", "true or false");
    return new MismatchException(place() + ": expected " + expected + ", found " + found);
  }

  @Override
  public void beginObject() throws IOException {
    super.beginObject();
    missing.push(new HashSet<>(required));
    required = Set.of();
  }

  @Override
  public String nextName() throws IOException {
    String name = super.nextName();
    missing.element().remove(name);
    return name;
  }

  @Override
  public void endObject() throws IOException {
    super.endObject();
    Set<String> lacking = missing.pop();
    if (!lacking.isEmpty()) {
      throw new MismatchException(consumed + ": missing " + String.join(", ", lacking));
    }
  }

  @Override
  public void skipValue() {
    throw new MismatchException(place() + ": there is no such field");
  }

  private final class Consumed {
    @Override
    public String toString() {
      return root + getPreviousPath().substring(1);
    }
  }
}
