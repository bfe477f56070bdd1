package io.forkyard.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * After how many jobs a child is replaced. Left out it is one, but null is no end, as in Python.
 *
 * @param number null for no end
 */
@JsonDeserialize(using = MaxTasks.Reader.class)
record MaxTasks(@Nullable Integer number) {

  static final MaxTasks DEFAULT = new MaxTasks(1);
  static final MaxTasks UNLIMITED = new MaxTasks(null);

  static final String EXPECTED = "a whole number from 1, null or \"unlimited\"";

  /** Tells the four ways to say it apart. */
  static final class Reader extends StdDeserializer<MaxTasks> {

    Reader() {
      super(MaxTasks.class);
    }

    @Override
    public MaxTasks deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getIntValue() > 0) {
        return new MaxTasks(parser.getIntValue());
      }
      if (parser.hasToken(JsonToken.VALUE_STRING) && parser.getString().equals("unlimited")) {
        return UNLIMITED;
      }
      throw misfit(parser);
    }

    private static MismatchedInputException misfit(JsonParser parser) {
      return MismatchedInputException.from(parser, MaxTasks.class, EXPECTED);
    }

    @Override
    public MaxTasks getNullValue(DeserializationContext context) {
      return UNLIMITED;
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
