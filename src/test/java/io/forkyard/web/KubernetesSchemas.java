package io.forkyard.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.OffsetDateTime;
import java.util.Map;

/** What Kubernetes takes, by the models of its own Java client. */
final class KubernetesSchemas {

  private static final Map<String, Class<?>> MODELS =
      Map.of(
          "v1 Service", V1Service.class,
          "apps/v1 Deployment", V1Deployment.class,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
          "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class);

  private static final Gson GSON =
      new GsonBuilder().registerTypeAdapter(OffsetDateTime.class, new NoTimes()).create();

  private KubernetesSchemas() {}

  /**
   * The models say which fields there are and which must be; the types are those that they read and
   * write again without a change.
   *
   * @throws IllegalArgumentException if it is no object of its kind
   */
  static void check(JsonObject object) throws ReflectiveOperationException {
    String kind = object.get("apiVersion").getAsString() + " " + object.get("kind").getAsString();
    Class<?> model = MODELS.get(kind);
    if (model == null) {
      throw new IllegalArgumentException("no model of " + kind);
    }
    checkFields(object, model);
    checkTypes(object, model);
  }

  private static void checkFields(JsonObject object, Class<?> model)
      throws ReflectiveOperationException {
    try {
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, object);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause());
    }
  }

  private static void checkTypes(JsonObject object, Class<?> model) {
    try {
      JsonElement again = full(GSON.toJsonTree(GSON.fromJson(object, model), model));
      if (!again.equals(full(object))) {
        throw new IllegalArgumentException("it is read as " + again);
      }
    } catch (JsonParseException | QuantityFormatException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Without what is empty: lists and maps of the models are so from the beginning. */
  private static JsonElement full(JsonElement element) {
    JsonElement copy = element.deepCopy();
    if (copy.isJsonArray()) {
      JsonArray items = new JsonArray();
      copy.getAsJsonArray().forEach(item -> items.add(full(item)));
      return items;
    }
    if (copy.isJsonObject()) {
      JsonObject fields = copy.getAsJsonObject();
      fields.entrySet().forEach(field -> field.setValue(full(field.getValue())));
      fields.entrySet().removeIf(field -> isEmpty(field.getValue()));
    }
    return copy;
  }

  private static boolean isEmpty(JsonElement element) {
    return element.isJsonArray() && element.getAsJsonArray().isEmpty()
        || element.isJsonObject() && element.getAsJsonObject().isEmpty();
  }

  /** Nobody writes the times of a manifest. */
  private static final class NoTimes extends TypeAdapter<OffsetDateTime> {

    @Override
    public void write(JsonWriter out, OffsetDateTime time) throws IOException {
      out.nullValue();
    }

    @Override
    public OffsetDateTime read(JsonReader in) {
      throw new JsonParseException("a time");
    }
  }
}
