package io.forkyard.web;

import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * An array of an answer that is written as it is read, so that it is never whole in memory.
 *
 * @param elements writes them
 */
record Streamed(Consumer<JsonGenerator> elements) {

  /** Puts the brackets around them. */
  static final class Writer extends StdSerializer<Streamed> {

    Writer() {
      super(Streamed.class);
    }

    @Override
    public void serialize(Streamed array, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      array.elements().accept(out);
      out.writeEndArray();
    }
  }
}
