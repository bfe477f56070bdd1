package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The API document leaves nothing unsaid. */
class OpenApiTest extends ServiceTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode document;

  OpenApiTest(@LocalServerPort int port) throws Exception {
    document = new Caller(port).get("/v3/api-docs").json();
  }

  private record Operation(String name, JsonNode node) {}

  @Test
  void everyOperationIsExplained() {
    assertThat(operations())
        .isNotEmpty()
        .allSatisfy(operation -> {
          assertThat(operation.node().path("summary").asString()).isNotBlank();
          assertThat(operation.node().path("description").asString()).isNotBlank();
          assertThat(operation.node().path("operationId").asString()).isNotBlank();
          assertThat(operation.node().path("tags")).hasSize(1);
        });
  }

  @Test
  void operationIdsAreUnique() {
    assertThat(operations()).map(it -> it.node().path("operationId")).doesNotHaveDuplicates();
  }

  @Test
  void everyParameterIsExplained() {
    for (Operation operation : operations()) {
      for (JsonNode parameter : operation.node().path("parameters")) {
        assertThat(parameter.path("description").asString("")).as(operation.name()).isNotBlank();
      }
    }
  }

  @Test
  void everyFieldIsExplainedWithAnExample() {
    List<String> silent = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      for (Map.Entry<String, JsonNode> field : schema.getValue().path("properties").properties()) {
        String name = schema.getKey() + "." + field.getKey();
        if (field.getValue().path("description").asString("").isBlank()) {
          silent.add(name + " has no description");
        }
        if (isScalar(field.getValue()) && !field.getValue().has("example")) {
          silent.add(name + " has no example");
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  private static boolean isScalar(JsonNode schema) {
    return !schema.has("$ref")
        && !schema.has("items")
        && !schema.has("anyOf")
        && !schema.path("type").asString("").equals("null");
  }

  @Test
  void everyBodyHasAnExample() {
    List<String> silent = new ArrayList<>();
    for (Operation operation : operations()) {
      bodies(operation)
          .forEach((name, media) -> {
            if (media.path("example").isMissingNode() && media.path("examples").isEmpty()) {
              silent.add(name);
            }
          });
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void theFirstExampleIsOneToTry() {
    JsonNode submit = document.at("/paths/~1v1~1jobs/post");
    assertThat(submit.at("/requestBody/content/application~1json/example/target").asString())
        .isEqualTo("io.forkyard.examples.Primes::count");
    assertThat(submit.at("/responses/200/content/application~1json/example/result").asInt())
        .isEqualTo(78498);
  }

  @Test
  void typesAreThoseOfThePayloads() {
    assertThat(field("JobRequest", "args").path("type").asString()).isEqualTo("array");
    assertThat(field("JobRequest", "kwargs").path("type").asString()).isEqualTo("object");
    assertThat(field("JobRequest", "timeout").path("type").toString()).contains("number", "null");
    assertThat(field("JobRequest", "delay").path("type").asString()).isEqualTo("number");
    assertThat(field("PoolRequest", "maxTasksPerChild").path("type").toString())
        .contains("integer", "string", "null");
    assertThat(field("Job", "result").has("type")).isFalse();
    assertThat(field("Job", "failure").path("anyOf").toString()).contains("Failure", "null");
    assertThat(field("Job", "successful").path("type").toString()).contains("boolean", "null");
    assertThat(field("MapRequest", "items").path("type").asString()).isEqualTo("array");
    assertThat(field("Map", "results").path("type").toString()).contains("array", "null");
    assertThat(field("Map", "failures").at("/items/$ref").asString()).endsWith("/MapFailure");
    assertThat(document.at("/components/schemas/Job/required")).hasSize(20);
  }

  private JsonNode field(String schema, String name) {
    return document.at("/components/schemas/" + schema + "/properties/" + name);
  }

  private List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.add(new Operation(method.getKey() + " " + path.getKey(), method.getValue()));
        }
      }
    }
    return operations;
  }

  private static Map<String, JsonNode> bodies(Operation operation) {
    Map<String, JsonNode> bodies = new TreeMap<>();
    operation
        .node()
        .at("/requestBody/content")
        .properties()
        .forEach(it -> bodies.put(operation.name() + " takes " + it.getKey(), it.getValue()));
    operation
        .node()
        .path("responses")
        .properties()
        .forEach(answer ->
            answer
                .getValue()
                .path("content")
                .properties()
                .forEach(it ->
                    bodies.put(
                        operation.name() + " gives " + answer.getKey() + " " + it.getKey(),
                        it.getValue())));
    return bodies;
  }
}
