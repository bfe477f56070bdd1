package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.PostBox;
import io.forkyard.PostBox.Answer;
import io.forkyard.job.Callback;
import io.forkyard.job.Job;
import io.forkyard.job.Jobs;
import io.forkyard.storage.ChangeSignal;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Every delivery has an end, whatever its receiver does. Here each is tried once. */
@TestPropertySource(
    properties = {
      "forkyard.callbacks.max-age=0s",
      "forkyard.callbacks.timeout=2s",
      "forkyard.callbacks.max-concurrent=1",
      "forkyard.limits.body=4KB"
    })
class CallbackEndsTest extends ServiceTest {

  private static final PostBox BOX = PostBox.open();

  private final Caller caller;
  @Autowired private Jobs jobs;
  @Autowired private ChangeSignal signal;

  CallbackEndsTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @DynamicPropertySource
  static void callbacks(DynamicPropertyRegistry registry) {
    registry.add("forkyard.callbacks.allow", () -> BOX.url("/"));
    registry.add("forkyard.callbacks.secret", () -> "a secret for the tests");
  }

  private Callback settled(String path) throws Exception {
    Caller.Answer answer =
        caller.post(
            "/v1/jobs",
            """
            {"target": "io.forkyard.examples.Hello", "callback": {"url": "%s"}}
            """
                .formatted(BOX.url(path)));
    UUID id = UUID.fromString(answer.json().path("id").asString());
    return signal.await(
        Jobs.topic(id),
        Duration.ofSeconds(60),
        () -> jobs.find(id).map(Job::callback).orElseThrow(),
        callback -> callback.state() != Callback.State.PENDING);
  }

  @Test
  void aReceiverThatNeverTakesItIsGivenUp() throws Exception {
    BOX.answer("/never", Answer.status(500));

    Callback callback = settled("/never");

    assertThat(callback.state()).isEqualTo(Callback.State.FAILED);
    assertThat(callback.lastError()).isEqualTo("The answer was 500");
    assertThat(callback.attempts()).isEqualTo(1);
    assertThat(callback.nextAttempt()).isNull();
  }

  @Test
  void aReceiverThatDoesNotAnswerIsLeft() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    BOX.answer(
        "/silent",
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    Callback callback = settled("/silent");
    over.countDown();

    assertThat(callback.lastError()).isEqualTo("There was no answer within 2.0 s");
  }

  @Test
  void aMapThatIsLongerThanARequestIsPostedWithoutItsItems() throws Exception {
    caller.post(
        "/v1/maps",
        """
        {"target": "io.forkyard.fixture.Mapped::square", "items": [%s], "chunkSize": 1500,
         "callback": {"url": "%s"}}
        """
            .formatted("9" + ",9".repeat(1499), BOX.url("/long")));

    JsonNode posted = BOX.next("/long").json();

    assertThat(posted.path("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(posted.path("done").asInt()).isEqualTo(1500);
    assertThat(posted.path("results").isNull()).isTrue();
    assertThat(posted.path("failures").isNull()).isTrue();
  }

  @Test
  void anAnswerWithoutEndIsNotRead() throws Exception {
    BOX.answer(
        "/flood",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] much = new byte[1 << 16];
          while (true) {
            exchange.getResponseBody().write(much);
          }
        });

    assertThat(settled("/flood").state()).isEqualTo(Callback.State.DELIVERED);
  }
}
