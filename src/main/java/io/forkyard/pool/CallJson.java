package io.forkyard.pool;

import io.forkyard.process.CallRefusedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON that a child sends. It is not trusted; how long it may be was checked before. */
public final class CallJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(1000)
                  .build())
          .build();

  private static final JsonMapper STRICT =
      JsonMapper.builder(FACTORY)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private CallJson() {}

  /** What an operation needs to know. */
  public static <T> T read(String json, Class<T> type) throws CallRefusedException {
    try {
      T read = STRICT.readValue(json, type);
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      throw CallRefusedException.invalid(e.getOriginalMessage());
    }
    throw CallRefusedException.invalid("null is no request");
  }

  public static String write(@Nullable Object value) {
    return STRICT.writeValueAsString(value);
  }

  /** Why a text is not one JSON value, or null when it is. */
  public static @Nullable String fault(String json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() == null) {
        return "nothing";
      }
      parser.skipChildren();
      return parser.nextToken() == null ? null : "more than one value";
    } catch (JacksonException e) {
      return e.getOriginalMessage();
    }
  }
}
