package io.forkyard.web;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts one whole example beside each body of the document, from {@code body-examples.json}: an
 * object with a member for each schema, and for each kind of text.
 */
final class BodyExamples implements GlobalOpenApiCustomizer {

  private static final String SCHEMAS = "#/components/schemas/";

  private final Map<String, Object> examples = read();

  @Override
  public void customise(OpenAPI document) {
    ModelConverters.getInstance(true)
        .read(ProblemBody.class)
        .forEach(document.getComponents()::addSchemas);
    document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .flatMap(operation ->
            Stream.concat(
                Stream.ofNullable(operation.getRequestBody()).map(body -> body.getContent()),
                operation.getResponses().values().stream().map(answer -> answer.getContent())))
        .filter(Objects::nonNull)
        .forEach(this::addTo);
  }

  private void addTo(Content content) {
    content.forEach((type, media) -> {
      if (media.getExamples() == null && media.getExample() == null) {
        media.setExample(examples.get(key(type, media)));
      }
    });
  }

  private static String key(String type, MediaType media) {
    @Nullable String schema = media.getSchema() == null ? null : media.getSchema().get$ref();
    return schema == null ? type : schema.substring(SCHEMAS.length());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> read() {
    try (InputStream file = BodyExamples.class.getResourceAsStream("body-examples.json")) {
      return JsonMapper.shared().readValue(Objects.requireNonNull(file), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
