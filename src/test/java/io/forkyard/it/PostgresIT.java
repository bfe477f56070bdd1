package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.storage.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The packaged service on a PostgreSQL, which holds all that is not a cache. */
class PostgresIT {

  @Test
  void everythingIsThereOnAnotherDataFolder() throws Exception {
    String database = "--spring.datasource.url=" + TestPostgres.newDatabase();
    String user = "--spring.datasource.username=postgres";
    String artifact;
    String job;
    try (RunningJar service = RunningJar.start(TestData.folder("first"), database, user)) {
      artifact = service.upload(Path.of(System.getProperty("program.jar"))).get("id").asString();
      service.put("/v1/queues/q", Map.of());
      service.post("/v1/queues/q/put", 7);
      service.put("/v1/pools/kept", Map.of("size", 3));
      JsonNode done =
          service.post(
              "/v1/jobs?wait=60", Map.of("target", "io.forkyard.examples.Hello", "name", "done"));
      assertThat(done.get("state").asString()).as("%s", done).isEqualTo("SUCCEEDED");
      job = done.get("id").asString();
      service.kill();
    }
    try (RunningJar service = RunningJar.start(TestData.folder("second"), database, user)) {
      assertThat(service.get("/v1/jobs/" + job).get("name").asString()).isEqualTo("done");
      assertThat(service.text("/v1/jobs/" + job + "/output")).startsWith("Hello");
      assertThat(service.post("/v1/queues/q/get", Map.of()).asInt()).isEqualTo(7);
      assertThat(service.get("/v1/pools/kept").get("size").asInt()).isEqualTo(3);
      JsonNode run =
          service.post(
              "/v1/jobs?wait=60",
              Map.of(
                  "target", "@main", "classpath", List.of(artifact), "args", List.of("--version")));
      assertThat(run.get("state").asString()).as("%s", run).isEqualTo("SUCCEEDED");
    }
  }
}
