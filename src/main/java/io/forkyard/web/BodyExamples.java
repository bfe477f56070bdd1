package io.forkyard.web;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts one whole example beside each body of the document, from {@code body-examples.json}: an
 * object with a member for each schema or kind of text, and for single answers that differ.
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
        .forEach(this::addTo);
  }

  private void addTo(Operation operation) {
    if (operation.getRequestBody() != null) {
      addTo(operation.getRequestBody().getContent(), operation.getOperationId());
    }
    operation
        .getResponses()
        .forEach((status, answer) ->
            addTo(answer.getContent(), operation.getOperationId() + " " + status));
  }

  private void addTo(@Nullable Content content, String place) {
    if (content != null) {
      content.forEach((type, media) -> {
        if (media.getExamples() == null) {
          media.setExample(examples.getOrDefault(place, examples.get(kind(type, media))));
        }
      });
    }
  }

  private static String kind(String type, MediaType media) {
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
