package io.forkyard.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.fixture.Accounts;
import io.forkyard.queue.Item;
import io.forkyard.queue.QueueEvent;
import io.forkyard.queue.QueueSettings;
import io.forkyard.queue.Queues;
import io.forkyard.queue.Taken;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The numbers of a queue, whoever moves its items. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class QueueMetricsTest {

  @LocalServerPort private int port;
  @Autowired private MeterRegistry registry;
  @Autowired private Queues queues;
  @Autowired private ApplicationEventPublisher events;
  private RestClient http;
  private String queue;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("forkyard.data-dir", () -> TestData.folder("metrics"));
    registry.add("forkyard.classpath", () -> "target/test-classes");
  }

  @BeforeEach
  void open(TestInfo test) {
    http = RestClient.create("http://localhost:" + port);
    queue = test.getTestMethod().orElseThrow().getName();
    queues.open(queue, new QueueSettings(0, 1));
  }

  @Test
  void batchesCountTheirItems() {
    post("put-batch", List.of(1, 2, 3));
    post("get-batch?max=2", null);

    assertCounted(3, 2, 0, 1);
    assertThat(timed()).isEqualTo(2);
  }

  @Test
  void whatIsLentCountsEachTimeAndAcknowledgingDoesNot() {
    post("put-batch", List.of(1, 2));
    post("ack", Map.of("token", lend()));
    post("nack", Map.of("token", lend()));
    assertCounted(2, 2, 0, 0);

    post("dead-letters/requeue", null);

    assertCounted(2, 2, 0, 1);
  }

  @Test
  void whatIsClearedWasNotGot() {
    post("put-batch", List.of(1, 2));
    post("clear", null);

    assertCounted(2, 0, 0, 0);
  }

  @Test
  void whatDidNotReachItsCallerIsCountedAsReturned() {
    post("put-batch", List.of(1, 2, 3));
    List<Item> plain = take(2, null);
    List<Item> lent = take(1, Duration.ofMinutes(1));

    queues.giveBack(plain);
    queues.giveBack(lent);
    assertCounted(3, 3, 3, 3);

    queues.giveBack(lent);
    assertCounted(3, 3, 3, 3);
  }

  @Test
  void jobsCountAsCallersDo() throws Exception {
    Path notes = Files.createFile(TestData.folder("notes").resolve("notes"));
    assertThat(run("produce", queue, notes.toString(), "job", 3).at("/successful").asBoolean())
        .isTrue();
    assertCounted(3, 0, 0, 3);

    http.put().uri("/v1/events/metrics").retrieve().toBodilessEntity();
    http.post().uri("/v1/events/metrics/set").retrieve().toBodilessEntity();
    assertThat(run("consume", queue, notes.toString(), "metrics").at("/successful").asBoolean())
        .isTrue();
    assertCounted(3, 3, 0, 0);
  }

  @Test
  void callbacksCountAsPuts() {
    http.post()
        .uri("/v1/jobs")
        .body(Map.of("target", "io.forkyard.examples.Hello", "callback", Map.of("queue", queue)))
        .retrieve()
        .toBodilessEntity();
    post("get?timeout=60", null);

    assertCounted(1, 1, 0, 0);
  }

  @Test
  void thoseWhoAreBlockedAreShown() throws Exception {
    Thread getter = Thread.startVirtualThread(() -> get(Duration.ofMinutes(5)));
    while (queues.getters(queue) == 0) {
      Thread.onSpinWait();
    }
    assertThat(gauge("getters")).isEqualTo(1);
    assertThat(gauge("putters")).isZero();

    queues.delete(queue);
    getter.join();
  }

  @Test
  void metersGoWithTheirQueueAndBeginAnewWithTheNext() {
    post("put", 1);
    queues.delete(queue);
    assertThat(registry.find("forkyard.queue.puts").tag("queue", queue).counter()).isNull();
    assertThat(registry.getMeters()).noneMatch(it -> queue.equals(it.getId().getTag("queue")));

    queues.open(queue, new QueueSettings(0, null));
    assertCounted(0, 0, 0, 0);
  }

  @Test
  void whatIsHeardLateChangesNothing() {
    events.publishEvent(new QueueEvent.Deleted(queue));
    assertCounted(0, 0, 0, 0);

    queues.delete(queue);
    events.publishEvent(new QueueEvent.Opened(queue));
    assertThat(registry.getMeters()).noneMatch(it -> queue.equals(it.getId().getTag("queue")));
  }

  private void assertCounted(int puts, int gets, int returns, int depth) {
    assertThat(count("puts")).as("puts").isEqualTo(puts);
    assertThat(count("gets")).as("gets").isEqualTo(gets);
    assertThat(count("returns")).as("returns").isEqualTo(returns);
    assertThat(gauge("depth")).as("depth").isEqualTo(depth);
  }

  private double gauge(String what) {
    return registry.get("forkyard.queue." + what).tag("queue", queue).gauge().value();
  }

  private double count(String what) {
    return registry.get("forkyard.queue." + what).tag("queue", queue).counter().count();
  }

  private long timed() {
    return registry.get("forkyard.queue.time").tag("queue", queue).timer().count();
  }

  private String lend() {
    return String.valueOf(take(1, Duration.ofMinutes(1)).getFirst().token());
  }

  private Taken get(Duration limit) {
    return queues.get(queue, 1, null, limit, () -> true);
  }

  private List<Item> take(int max, Duration lease) {
    return ((Taken.Items) queues.get(queue, max, lease, Duration.ZERO, () -> true)).items();
  }

  private void post(String call, Object body) {
    var request = http.post().uri("/v1/queues/" + queue + "/" + call);
    if (body != null) {
      request.body(body);
    }
    request.retrieve().toBodilessEntity();
  }

  private JsonNode run(String method, Object... args) {
    Map<String, Object> job =
        Map.of("target", Accounts.class.getName() + "::" + method, "args", List.of(args));
    String answer = http.post().uri("/v1/jobs?wait=60").body(job).retrieve().body(String.class);
    return new JsonMapper().readTree(answer);
  }
}
