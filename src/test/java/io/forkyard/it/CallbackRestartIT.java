package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.PostBox;
import io.forkyard.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A delivery outlives the service, whichever way that ends. */
class CallbackRestartIT {

  private static final int MANY = 100;

  private final PostBox box = PostBox.open();

  @AfterEach
  void close() {
    box.close();
  }

  /** What was under way when it is killed is tried again after the time-out. */
  private RunningJar start(Path data) throws IOException {
    return RunningJar.start(
        data,
        "--forkyard.callbacks.allow=" + box.url("/"),
        "--forkyard.callbacks.secret=a secret for the tests",
        "--forkyard.callbacks.timeout=2s");
  }

  private String submit(RunningJar service, String target, List<?> args, String path)
      throws Exception {
    Map<String, String> callback = Map.of("url", box.url(path));
    return service
        .post("/v1/jobs", Map.of("target", target, "args", args, "callback", callback))
        .get("id")
        .asString();
  }

  @Test
  void deliveryWhenTheServiceIsKilledAfterTheEndComesFromTheNext() throws Exception {
    Path data = TestData.folder("callback-killed");
    box.refuse("/done");
    String id;
    try (RunningJar service = start(data)) {
      id = submit(service, "io.forkyard.examples.Hello", List.of(), "/done");
      box.next("/done");
      service.kill();
    }
    box.accept("/done");
    try (RunningJar service = start(data)) {
      PostBox.Post post = box.next("/done");
      assertThat(post.json().get("id").asString()).isEqualTo(id);
      assertThat(post.headers().getFirst("Forkyard-Attempt")).isNotEqualTo("1");
      assertThat(service.get("/v1/jobs/" + id).get("state").asString()).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void deliveryWhenTheServiceIsStoppedComesFromTheNext() throws Exception {
    Path data = TestData.folder("callback-stopped");
    box.refuse("/done");
    try (RunningJar service = start(data)) {
      submit(service, "io.forkyard.examples.Hello", List.of(), "/done");
      box.next("/done");
      assertThat(service.stop()).isTrue();
    }
    box.accept("/done");
    try (RunningJar service = start(data)) {
      assertThat(service.pid()).isPositive();
      assertThat(box.next("/done").json().get("state").asString()).isEqualTo("SUCCEEDED");
    }
  }

  /** Some deliveries are done when the service is killed, some under way, some not begun. */
  @Test
  void itemsWhenTheServiceIsKilledWhileItPutsThemAreThereOnceEach() throws Exception {
    Path data = TestData.folder("callback-queue");
    Set<String> ended = new HashSet<>();
    try (RunningJar service = start(data)) {
      service.put("/v1/queues/done", Map.of());
      for (int n = 0; n < MANY; n++) {
        ended.add(cancelled(service));
      }
      service.kill();
    }
    try (RunningJar service = start(data)) {
      Set<String> got = new HashSet<>();
      for (int n = 0; n < MANY; n++) {
        got.add(service.post("/v1/queues/done/get?timeout=60", Map.of()).get("id").asString());
      }
      assertThat(got).isEqualTo(ended);
      for (String id : ended) {
        assertThat(service.get("/v1/jobs/" + id).at("/callback/state").asString())
            .isEqualTo("DELIVERED");
      }
      assertThat(service.get("/v1/queues/done").get("qsize").asInt()).isZero();
    }
  }

  private static String cancelled(RunningJar service) throws Exception {
    Map<String, Object> job =
        Map.of("target", "a.B", "delay", 3600, "callback", Map.of("queue", "done"));
    String id = service.post("/v1/jobs", job).get("id").asString();
    service.post("/v1/jobs/" + id + "/terminate", Map.of());
    return id;
  }

  @Test
  void jobWhenLostWithItsServiceIsDeliveredAndCountedByTheNext() throws Exception {
    Path data = TestData.folder("callback-lost");
    try (RunningJar service = start(data)) {
      String file = data.resolve("never").toString();
      String id =
          service
              .post(
                  "/v1/jobs",
                  Map.of(
                      "source",
                      "class Stay { static void on(String file) throws Exception {"
                          + " System.out.println(file);"
                          + " new java.util.concurrent.CountDownLatch(1).await(); } }",
                      "target",
                      "Stay::on",
                      "args",
                      List.of(file),
                      "callback",
                      Map.of("url", box.url("/lost"))))
              .get("id")
              .asString();
      assertThat(service.open("/v1/jobs/" + id + "/output?follow=true").read()).isPositive();
      service.kill();
    }
    try (RunningJar service = start(data)) {
      assertThat(box.next("/lost").json().at("/failure/reason").asString()).isEqualTo("NODE_LOST");
      assertThat(service.text("/actuator/prometheus"))
          .contains("forkyard_jobs_total{pool=\"default\",state=\"FAILED\"} 1.0");
    }
  }
}
