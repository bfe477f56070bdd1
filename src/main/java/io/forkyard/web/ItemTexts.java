package io.forkyard.web;

import io.forkyard.queue.QueueProperties;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Checks that a body is JSON and small enough, and keeps its text as it came. */
@Component
final class ItemTexts {

  private final JsonMapper json;
  private final DataSize maxItemSize;

  ItemTexts(JsonMapper json, QueueProperties properties) {
    this.json = json;
    maxItemSize = properties.maxItemSize();
  }

  /** The one item that a body is. */
  String item(byte @Nullable [] body) {
    String text = text(body);
    try (JsonParser parser = json.createParser(text)) {
      first(parser);
      return end(parser, text.strip());
    } catch (JacksonException e) {
      throw BodyErrors.problem(e);
    }
  }

  /** The items that a body's array holds. */
  List<String> items(byte @Nullable [] body) {
    String text = text(body);
    List<String> items = new ArrayList<>();
    try (JsonParser parser = json.createParser(text)) {
      if (first(parser) != JsonToken.START_ARRAY) {
        throw ProblemException.invalid("The body", "an array", "what was sent");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(element(parser, text));
      }
      end(parser, "");
    } catch (JacksonException e) {
      throw BodyErrors.problem(e);
    }
    return items;
  }

  private static JsonToken first(JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new ProblemException(Problem.INVALID_REQUEST, "A body is needed: a JSON value");
    }
    return token;
  }

  private String element(JsonParser parser, String text) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return checked(text.substring(start, (int) parser.currentLocation().getCharOffset()).strip());
  }

  /** Goes on to the end of the text, behind which nothing may follow. */
  private String end(JsonParser parser, String item) {
    parser.skipChildren();
    if (parser.nextToken() != null) {
      throw new ProblemException(
          Problem.UNREADABLE_REQUEST, "The body is more than one JSON value");
    }
    return checked(item);
  }

  private String checked(String item) {
    int bytes = item.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxItemSize.toBytes()) {
      throw new ProblemException(
          Problem.TOO_LARGE,
          "An item of " + bytes + " bytes is larger than " + maxItemSize.toBytes() + " bytes");
    }
    return item;
  }

  private static String text(byte @Nullable [] body) {
    try {
      return body == null
          ? ""
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(Problem.UNREADABLE_REQUEST, "The body is not UTF-8");
    }
  }
}
