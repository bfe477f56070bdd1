package io.forkyard.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Tells in the API document what the records say by their types: which fields may be null, and that
 * an answer always has all of its fields.
 */
final class NullableFields implements GlobalOpenApiCustomizer {

  private static final List<Class<? extends Record>> REQUESTS =
      List.of(
          JobRequest.class,
          MapRequest.class,
          PoolRequest.class,
          InitializerRequest.class,
          JvmRequest.class,
          QueueRequest.class,
          LockRequest.class,
          LockEntry.class,
          SemaphoreRequest.class);

  private static final List<Class<? extends Record>> ANSWERS =
      List.of(
          JobView.class,
          JobList.class,
          CallbackView.class,
          MapView.class,
          MapSummary.class,
          MapList.class,
          MapFailureView.class,
          AttemptView.class,
          FailureView.class,
          ProcessView.class,
          PoolView.class,
          InitializerView.class,
          PoolList.class,
          JvmView.class,
          WorkerView.class,
          ArtifactView.class,
          ArtifactList.class,
          QueueView.class,
          QueueList.class,
          ItemList.class,
          PutView.class,
          PutBatchView.class,
          RequeueView.class,
          LockView.class,
          LockList.class,
          GrantView.class,
          SemaphoreView.class,
          SemaphoreList.class,
          PermitView.class,
          EventView.class,
          EventList.class,
          FlagView.class);

  @Override
  public void customise(OpenAPI document) {
    REQUESTS.forEach(type -> request(type, schema(document, type)));
    ANSWERS.forEach(type -> answer(type, schema(document, type)));
  }

  private static Schema<?> schema(OpenAPI document, Class<?> type) {
    String name = type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class).name();
    return Objects.requireNonNull(document.getComponents().getSchemas().get(name), name);
  }

  private static void request(Class<? extends Record> type, Schema<?> schema) {
    for (RecordComponent field : type.getRecordComponents()) {
      if (field.getAccessor().isAnnotationPresent(JsonSetter.class)
          || field.getType() == MaxTasks.class) {
        allowNull(schema, field.getName());
      }
    }
  }

  private static void answer(Class<? extends Record> type, Schema<?> schema) {
    for (RecordComponent field : type.getRecordComponents()) {
      if (field.getAccessor().isAnnotationPresent(JsonInclude.class)) {
        continue;
      }
      schema.addRequiredItem(field.getName());
      if (field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        allowNull(schema, field.getName());
      }
    }
  }

  @SuppressWarnings("rawtypes")
  private static void allowNull(Schema<?> schema, String name) {
    Map<String, Schema> fields = schema.getProperties();
    Schema<?> field = Objects.requireNonNull(fields.get(name), name);
    if (field.get$ref() != null) {
      Schema<?> either =
          new Schema<>()
              .anyOf(
                  List.of(
                      new Schema<>().$ref(field.get$ref()), new Schema<>().types(Set.of("null"))));
      either.setDescription(field.getDescription());
      fields.put(name, either);
    } else {
      // A field without a type may be anything, null too.
      Optional.ofNullable(field.getTypes()).ifPresent(types -> field.addType("null"));
    }
  }
}
