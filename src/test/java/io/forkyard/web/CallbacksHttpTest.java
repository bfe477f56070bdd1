package io.forkyard.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.PostBox;
import io.forkyard.PostBox.Answer;
import io.forkyard.PostBox.Post;
import io.forkyard.job.Callback;
import io.forkyard.job.Job;
import io.forkyard.job.Jobs;
import io.forkyard.storage.ChangeSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** {@code apply_async(callback, error_callback)}: a finished job is posted to who wants it. */
class CallbacksHttpTest extends ServiceTest {

  private static final String SECRET = "a secret for the tests";
  private static final String ELSEWHERE = "127.0.0.2";
  private static final PostBox BOX = PostBox.open();
  private static final SocketChannel RESERVED = reserve();

  private final Caller caller;
  @Autowired private Jobs jobs;
  @Autowired private ChangeSignal signal;

  CallbacksHttpTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @DynamicPropertySource
  static void callbacks(DynamicPropertyRegistry registry) throws Exception {
    String later = "http://" + ELSEWHERE + ":" + address(RESERVED).getPort() + "/";
    registry.add("forkyard.callbacks.allow", () -> BOX.url("/") + "," + later);
    registry.add("forkyard.callbacks.secret", () -> SECRET);
    registry.add("forkyard.callbacks.backoff", () -> "50ms");
  }

  /**
   * A port on which nobody listens, nor can anybody else; and on an address of which nobody gets
   * one by chance in the moment between its two owners.
   */
  private static SocketChannel reserve() {
    try {
      return SocketChannel.open().bind(new InetSocketAddress(ELSEWHERE, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress address(SocketChannel channel) throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  private UUID submit(String job, String url) throws Exception {
    Caller.Answer answer =
        caller.post(
            "/v1/jobs", "{%s, \"callback\": {\"url\": \"%s\"}}".formatted(job.strip(), url));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return UUID.fromString(answer.json().path("id").asString());
  }

  private Callback await(UUID id, Predicate<Callback> enough) {
    Job job =
        signal
            .await(
                Jobs.topic(id),
                Duration.ofSeconds(60),
                () -> jobs.find(id),
                it -> enough.test(it.orElseThrow().callback()))
            .orElseThrow();
    assertThat(job.callback()).matches(enough);
    return job.callback();
  }

  private Callback delivered(UUID id) {
    return await(id, callback -> callback.state() == Callback.State.DELIVERED);
  }

  private JsonNode shown(UUID id) throws Exception {
    return caller.get("/v1/jobs/" + id).json();
  }

  private static String primes() {
    return "\"target\": \"io.forkyard.examples.Primes::count\", \"args\": [1, 100, 1]";
  }

  /** The golden rule of CPython's documentation: the callback is called once, with the result. */
  @Test
  void aSuccessIsPostedOnce() throws Exception {
    UUID id = submit(primes(), BOX.url("/success"));

    JsonNode posted = BOX.next("/success").json();

    assertThat(posted.path("id").asString()).isEqualTo(id.toString());
    assertThat(posted.path("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(posted.path("result").asInt()).isEqualTo(25);
    assertThat(delivered(id).attempts()).isEqualTo(1);
    assertThat(BOX.left("/success")).isZero();
  }

  /** The golden rule of CPython's documentation: the error callback is called with the failure. */
  @Test
  void aFailureIsPostedOnce() throws Exception {
    UUID id = submit("\"target\": \"io.forkyard.fixture.Endings::exception\"", BOX.url("/failure"));

    JsonNode posted = BOX.next("/failure").json();

    assertThat(posted.path("state").asString()).isEqualTo("FAILED");
    assertThat(posted.at("/failure/message").asString()).isEqualTo("the effect");
    assertThat(delivered(id).attempts()).isEqualTo(1);
    assertThat(BOX.left("/failure")).isZero();
  }

  /** CPython, Pool.map_async: "The callback is called when the result becomes ready". */
  @Test
  void aMapIsPostedWithItsResultsAndItsFailures() throws Exception {
    Caller.Answer answer =
        caller.post(
            "/v1/maps",
            """
            {"target": "io.forkyard.fixture.Mapped::invert", "items": [5, 0],
             "callback": {"url": "%s"}}
            """
                .formatted(BOX.url("/map")));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);

    JsonNode posted = BOX.next("/map").json();

    assertThat(posted.path("id")).isEqualTo(answer.json().path("id"));
    assertThat(posted.path("state").asString()).isEqualTo("FAILED");
    assertThat(posted.at("/results/0").asInt()).isEqualTo(20);
    assertThat(posted.at("/failures/0/index").asInt()).isEqualTo(1);
    assertThat(BOX.left("/map")).isZero();
  }

  @Test
  void aJobThatIsTriedAgainIsPostedAfterItsLastAttempt() throws Exception {
    UUID id =
        submit(
            "\"target\": \"io.forkyard.fixture.Endings::exit\", \"args\": [3], \"maxAttempts\": 2",
            BOX.url("/tried"));

    JsonNode posted = BOX.next("/tried").json();

    assertThat(posted.path("attempt").asInt()).isEqualTo(2);
    delivered(id);
    assertThat(BOX.left("/tried")).isZero();
  }

  @Test
  void aCancelledJobIsPostedOnceWhetherItRanOrNot() throws Exception {
    UUID waiting = submit(primes() + ", \"delay\": 3600", BOX.url("/waiting"));
    UUID running =
        submit("\"target\": \"io.forkyard.fixture.Endings::forever\"", BOX.url("/running"));
    signal.await(
        Jobs.topic(running),
        Duration.ofSeconds(60),
        () -> jobs.find(running).orElseThrow(),
        job -> job.attempt() == 1);

    caller.post("/v1/jobs/" + waiting + "/terminate");
    caller.post("/v1/jobs/" + running + "/kill");

    assertThat(BOX.next("/waiting").json().path("state").asString()).isEqualTo("CANCELLED");
    assertThat(BOX.next("/running").json().path("state").asString()).isEqualTo("CANCELLED");
    delivered(waiting);
    delivered(running);
    assertThat(BOX.left("/waiting") + BOX.left("/running")).isZero();
  }

  @Test
  void aJobForWhichNoChildStartsIsPosted() throws Exception {
    caller.put("/v1/pools/broken", "{\"size\": 1, \"jvm\": {\"options\": [\"-XX:NoSuch\"]}}");

    submit(primes() + ", \"pool\": \"broken\"", BOX.url("/broken"));

    assertThat(BOX.next("/broken").json().at("/failure/reason").asString())
        .isEqualTo("START_FAILED");
    caller.delete("/v1/pools/broken");
  }

  @Test
  void whatIsPostedIsSignedAndNamed() throws Exception {
    UUID id = submit(primes() + ", \"name\": \"Zoë\"", BOX.url("/signed"));

    Post post = BOX.next("/signed");

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    assertThat(post.headers().getFirst("Forkyard-Signature"))
        .isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(post.body())));
    assertThat(post.headers().getFirst("Forkyard-Delivery")).isEqualTo(id.toString());
    assertThat(post.headers().getFirst("Forkyard-Attempt")).isEqualTo("1");
    assertThat(post.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(post.json().path("name").asString()).isEqualTo("Zoë");
  }

  @Test
  void whatIsPostedIsTheJobAsItIsShown() throws Exception {
    UUID id = submit(primes(), BOX.url("/shown"));

    JsonNode posted = BOX.next("/shown").json();

    delivered(id);
    JsonNode shown = shown(id);
    assertThat(posted.propertyNames()).containsExactlyElementsOf(shown.propertyNames());
    assertThat(posted.at("/callback/state").asString()).isEqualTo("PENDING");
    assertThat(posted.at("/callback/attempts").asInt()).isEqualTo(1);
    JsonNode callback = shown.path("callback");
    assertThat(callback.propertyNames())
        .containsExactly("url", "state", "attempts", "nextAttempt", "lastError", "deliveredAt");
    assertThat(callback.path("url").asString()).isEqualTo(BOX.url("/shown"));
    assertThat(callback.path("state").asString()).isEqualTo("DELIVERED");
    assertThat(callback.path("nextAttempt").isNull()).isTrue();
    assertThat(callback.path("deliveredAt").asString()).endsWith("Z");
  }

  @Test
  void anAnswerWithACallbackCanBeSentAgain() throws Exception {
    UUID id = submit(primes(), BOX.url("/again"));
    BOX.next("/again");
    delivered(id);

    Caller.Answer again = caller.post("/v1/jobs?wait=60", caller.get("/v1/jobs/" + id).text());

    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(BOX.next("/again").json().path("id").asString())
        .isEqualTo(again.json().path("id").asString());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 404, 429})
  void anotherAnswerThan2xxIsTriedAgain(int status) throws Exception {
    String path = "/retry/" + status;
    BOX.answer(path, Answer.status(status));
    BOX.answer(path, Answer.status(status));

    UUID id = submit(primes(), BOX.url(path));

    assertThat(BOX.next(path).headers().getFirst("Forkyard-Attempt")).isEqualTo("1");
    assertThat(BOX.next(path).headers().getFirst("Forkyard-Attempt")).isEqualTo("2");
    Post last = BOX.next(path);
    assertThat(last.headers().getFirst("Forkyard-Attempt")).isEqualTo("3");
    assertThat(last.headers().getFirst("Forkyard-Delivery")).isEqualTo(id.toString());
    assertThat(last.json().at("/callback/lastError").asString())
        .isEqualTo("The answer was " + status);
    assertThat(delivered(id).attempts()).isEqualTo(3);
    assertThat(BOX.left(path)).isZero();
  }

  @Test
  void aRefusedConnectionIsTriedAgain() throws Exception {
    InetSocketAddress address = address(RESERVED);
    UUID id = submit(primes(), "http://" + ELSEWHERE + ":" + address.getPort() + "/late");
    Callback waiting = await(id, callback -> callback.lastError() != null);
    assertThat(waiting.state()).isEqualTo(Callback.State.PENDING);
    assertThat(waiting.lastError()).isEqualTo("There was no connection");
    assertThat(waiting.nextAttempt()).isNotNull();

    RESERVED.close();
    try (PostBox late = reopened(address)) {
      assertThat(late.next("/late").json().path("id").asString()).isEqualTo(id.toString());
      assertThat(delivered(id).lastError()).isNull();
    }
  }

  /** Another may have the port for a moment. */
  private static PostBox reopened(InetSocketAddress address) {
    while (true) {
      try {
        return PostBox.open(address);
      } catch (UncheckedIOException inUse) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    BOX.answer(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", BOX.url("/elsewhere"));
          exchange.sendResponseHeaders(307, -1);
        });

    UUID id = submit(primes(), BOX.url("/moved"));

    BOX.next("/moved");
    assertThat(BOX.next("/moved").json().at("/callback/lastError").asString())
        .isEqualTo("The answer was 307");
    delivered(id);
    assertThat(BOX.left("/elsewhere")).isZero();
  }

  @Test
  void aUrlBelowNoPrefixIsRefusedWithTheReason() throws Exception {
    Caller.Answer answer =
        caller.post(
            "/v1/jobs", "{%s, \"callback\": {\"url\": \"http://evil/\"}}".formatted(primes()));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("callback.url");
    assertThat(answer.json().path("detail").asString()).contains("forkyard.callbacks.allow");
  }

  @Test
  void manyAreAllDelivered() throws Exception {
    for (int i = 0; i < 40; i++) {
      submit(primes() + ", \"delay\": 3600, \"name\": \"many\"", BOX.url("/many"));
    }
    for (JsonNode job : caller.get("/v1/jobs?name=many").json().path("items")) {
      caller.post("/v1/jobs/" + job.path("id").asString() + "/terminate");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      seen.add(BOX.next("/many").json().path("id").asString());
    }
    assertThat(seen).hasSize(40);
  }
}
