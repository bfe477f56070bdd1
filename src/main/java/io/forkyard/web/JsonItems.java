package io.forkyard.web;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * The items of a map, each as text.
 *
 * @param count how many there were; more than were kept when there are too many
 */
record JsonItems(List<String> texts, int count) {

  /** Keeps no more than are allowed, whatever comes. */
  static final class Reader extends StdDeserializer<JsonItems> {

    private final int most;

    Reader(int most) {
      super(JsonItems.class);
      this.most = most;
    }

    @Override
    public JsonItems deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return (JsonItems) context.handleUnexpectedToken(JsonItems.class, parser);
      }
      List<String> texts = new ArrayList<>();
      int count = 0;
      for (; parser.nextToken() != JsonToken.END_ARRAY; count++) {
        if (count < most) {
          texts.add(Json.copy(parser));
        } else {
          parser.skipChildren();
        }
      }
      return new JsonItems(texts, count);
    }
  }
}
