package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Any JSON value as text. Numbers keep every digit as they were sent, and objects their order, as
 * it goes to a child that may read them into a type of its own.
 */
record Json(@JsonRawValue @JsonValue String text) {

  /** In ASCII: half a surrogate pair has no form in UTF-8, but it has an escape. */
  private static final JsonFactory ASCII =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  static final Json EMPTY_ARRAY = new Json("[]");
  static final Json EMPTY_OBJECT = new Json("{}");

  boolean isArray() {
    return text.startsWith("[");
  }

  boolean isObject() {
    return text.startsWith("{");
  }

  /** Copies a value token by token. */
  static final class Reader extends StdDeserializer<Json> {

    Reader() {
      super(Json.class);
    }

    @Override
    public Json deserialize(JsonParser parser, DeserializationContext context) {
      return new Json(copy(parser));
    }
  }

  /** The value that begins at the present token, on one line. */
  static String copy(JsonParser parser) {
    JsonToken first = parser.currentToken();
    boolean plain = first.isScalarValue() && first != JsonToken.VALUE_STRING;
    return plain ? parser.getString() : copyTokens(parser);
  }

  private static String copyTokens(JsonParser parser) {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = ASCII.createGenerator(ObjectWriteContext.empty(), text)) {
      int depth = 0;
      do {
        depth += depthChange(parser);
        copyToken(parser, copy);
      } while (depth > 0 && parser.nextToken() != null);
    }
    return text.toString();
  }

  private static int depthChange(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_ARRAY, START_OBJECT -> 1;
      case END_ARRAY, END_OBJECT -> -1;
      default -> 0;
    };
  }

  private static void copyToken(JsonParser parser, JsonGenerator copy) {
    if (parser.currentToken().isNumeric()) {
      copy.writeNumber(parser.getString());
    } else {
      copy.copyCurrentEvent(parser);
    }
  }
}
