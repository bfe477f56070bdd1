package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What becomes of jobs that wait for or hold something while the service ends. */
class InsideJobIT {

  private static final String SOURCE =
      """
      import io.forkyard.api.Forkyard;
      public class Waiting {
        public static Object parent() throws Exception {
          return Forkyard.submit("Waiting::child").get();
        }
        public static void child() throws Exception {
          System.out.println("here");
          System.out.flush();
          new java.util.concurrent.CountDownLatch(1).await();
        }
        public static void borrow() throws Exception {
          Forkyard.queue("lent", 0).lend(java.time.Duration.ofHours(1));
          child();
        }
      }
      """;

  @Test
  void jobThatWaitsWhenTheServiceStopsGoesBackToItsPool() throws Exception {
    Path data = TestData.folder("waiting");
    String parent;
    try (RunningJar service = RunningJar.start(data)) {
      service.put("/v1/pools/one", Map.of("size", 1, "spares", 0));
      parent =
          service
              .post(
                  "/v1/jobs",
                  Map.of(
                      "pool",
                      "one",
                      "source",
                      SOURCE,
                      "target",
                      "Waiting::parent",
                      "args",
                      List.of()))
              .get("id")
              .asString();
      InputStream output = service.open("/v1/jobs/" + child(service) + "/output?follow=true");
      assertThat(output.readNBytes(5)).asString(UTF_8).isEqualTo("here\n");

      assertThat(service.stop()).isTrue();
    }
    try (RunningJar service = RunningJar.start(data)) {
      JsonNode again = service.get("/v1/jobs/" + parent);
      assertThat(again.get("state").asString()).as("%s", again).isIn("PENDING", "RUNNING");
      assertThat(again.get("failure").isNull()).isTrue();
    }
  }

  @Test
  void itemLentToAJobWhenTheServiceIsKilledIsAtTheHead() throws Exception {
    Path data = TestData.folder("lent");
    try (RunningJar service = RunningJar.start(data)) {
      service.put("/v1/queues/lent", Map.of());
      service.post("/v1/queues/lent/put", 1);
      service.post("/v1/queues/lent/put", 2);
      Map<String, Object> job =
          Map.of("source", SOURCE, "target", "Waiting::borrow", "args", List.of());
      String id = service.post("/v1/jobs", job).get("id").asString();
      InputStream output = service.open("/v1/jobs/" + id + "/output?follow=true");
      assertThat(output.readNBytes(5)).asString(UTF_8).isEqualTo("here\n");
      assertThat(service.get("/v1/queues/lent").get("qsize").asInt()).isEqualTo(1);

      service.kill();
    }
    try (RunningJar service = RunningJar.start(data)) {
      assertThat(service.post("/v1/queues/lent/get?block=false", Map.of()).asInt()).isEqualTo(1);
    }
  }

  /** The newest, as soon as there are two. */
  private static String child(RunningJar service) throws Exception {
    JsonNode items = service.get("/v1/jobs?pool=one").get("items");
    while (items.size() < 2) {
      service.get("/v1/jobs/" + items.get(0).get("id").asString() + "?wait=0.1");
      items = service.get("/v1/jobs?pool=one").get("items");
    }
    return items.get(0).get("id").asString();
  }
}
