package io.forkyard.child.bean;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An adapter for arguments; results are written by {@link ValueWriter}. */
abstract class ReadAdapter extends TypeAdapter<@Nullable Object> {

  abstract @Nullable Object read(StrictReader in) throws IOException;

  @Override
  public final @Nullable Object read(JsonReader in) throws IOException {
    return read((StrictReader) in);
  }

  @Override
  public final void write(JsonWriter out, @Nullable Object value) {
    throw new UnsupportedOperationException();
  }
}
