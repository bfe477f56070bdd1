package io.forkyard.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.TestData;
import io.forkyard.web.Caller.Answer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Maps as a caller meets them. */
class MapsHttpTest extends ServiceTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final Caller caller;
  private final int port;
  private final Path door = TestData.folder("door").resolve("door");

  MapsHttpTest(@LocalServerPort int port) {
    this.caller = new Caller(port);
    this.port = port;
  }

  private Answer map(String fields) throws Exception {
    return caller.post("/v1/maps?wait=60", fields);
  }

  /** Items 0 to 5 of which the third waits for the door, in a pool of its own. */
  private String meeting(String pool, int chunkSize) throws Exception {
    caller.put("/v1/pools/" + pool, "{\"size\": 2, \"spares\": 0}");
    Answer map =
        caller.post(
            "/v1/maps",
            """
            {"pool": "%s", "target": "io.forkyard.fixture.Mapped::meetAt", "chunkSize": %d,
             "items": [0, 1, 2, 3, 4, 5], "kwargs": {"file": "%s", "at": 2}}
            """
                .formatted(pool, chunkSize, door));
    assertThat(map.status()).isEqualTo(202);
    return map.header("Location");
  }

  /** CPython, Pool.map and Pool.starmap: the results in the order of the input. */
  @Test
  void aMapThatEndsInTimeIsA200WithItsResults() throws Exception {
    Answer answer =
        map(
            """
            {"target": "io.forkyard.examples.Sums::evens", "items": [[0, 10], [10, 20]],
             "star": true}
            """);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("results").toString()).isEqualTo("[20,70]");
    assertThat(answer.header("Location"))
        .isEqualTo("/v1/maps/" + answer.json().path("id").asString());
    assertThat(answer.json().propertyNames())
        .containsExactly(
            "id",
            "pool",
            "name",
            "target",
            "state",
            "ready",
            "successful",
            "total",
            "done",
            "failed",
            "chunkSize",
            "results",
            "failure",
            "failures",
            "maxAttempts",
            "notBefore",
            "callback",
            "submittedAt",
            "startedAt",
            "finishedAt");
    assertThat(map(answer.text().replace("\"results\"", "\"items\":[1],\"results\"")).status())
        .isEqualTo(200);
  }

  @Test
  void aMapWithFailuresNamesTheFirstAndListsAll() throws Exception {
    JsonNode map =
        map("""
        {"target": "io.forkyard.fixture.Mapped::invert", "items": [1, 0, 2, 0],
         "chunkSize": 1}
        """)
            .json();
    assertThat(map.path("state").asString()).isEqualTo("FAILED");
    assertThat(map.path("successful").asBoolean()).isFalse();
    assertThat(map.path("results").toString()).isEqualTo("[100,null,50,null]");
    assertThat(map.at("/failure/index").asInt()).isEqualTo(1);
    assertThat(map.at("/failure/reason").asString()).isEqualTo("EXCEPTION");
    assertThat(map.path("failures")).hasSize(2);
    assertThat(map.at("/failures/1/index").asInt()).isEqualTo(3);
  }

  @Test
  void aMapWithoutItemsIsReadyAtOnce() throws Exception {
    Answer answer = caller.post("/v1/maps", "{\"target\": \"a.B::c\", \"items\": []}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("results").toString()).isEqualTo("[]");
    assertThat(caller.get(answer.header("Location") + "/results").text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"target": "a.B::c"}                                             | items
          {"target": "a.B::c", "items": {}}                                | items
          {"target": "a.B::c", "items": null}                              | items
          {"target": "a.B::c", "items": [[1], [2], 3], "star": true}       | items[2]
          {"target": "a.B::c", "items": [1], "chunkSize": 0}               | chunkSize
          {"target": "a.B::c", "items": [1], "chunkSize": 1.5}             | chunkSize
          {"target": "@main", "items": [1]}                                | target
          {"items": [1]}                                                   | target
          {"target": "a.B::c", "items": [1], "args": []}                   | args
          {"target": "a.B::c", "items": [1], "kwargs": []}                 | kwargs
          {"target": "a.B::c", "items": [1], "timeout": 0}                 | timeout
          {"target": "a.B::c", "items": [1], "callback": {"queue": "q"}}   | callback.queue
          """)
  void whatDoesNotFitIsNamed(String request, String field) throws Exception {
    Answer answer = caller.post("/v1/maps", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  @Test
  void starIsTrueOrFalse() throws Exception {
    Answer answer = caller.post("/v1/maps", "{\"target\": \"a.B::c\", \"items\": [], \"star\": 1}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("expected").asString()).isEqualTo("true or false");
  }

  @Test
  void moreItemsThanAllowedAreRefused() throws Exception {
    String items = IntStream.range(0, 100_001).mapToObj(i -> "1").collect(Collectors.joining(","));
    Answer answer = caller.post("/v1/maps", "{\"target\": \"a.B::c\", \"items\": [" + items + "]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asString()).isEqualTo("items");
    assertThat(answer.json().path("detail").asString()).contains("100000", "100001");
  }

  @Test
  void anUnknownPoolIsNotFoundAndAFullBacklogTellsSo() throws Exception {
    assertThat(
            caller
                .post("/v1/maps", "{\"target\": \"a.B::c\", \"items\": [1], \"pool\": \"none\"}")
                .status())
        .isEqualTo(404);
    caller.put("/v1/pools/tiny", "{\"size\": 1, \"spares\": 0, \"maxPending\": 1}");
    String later =
        "{\"target\": \"a.B::c\", \"items\": [1, 2], \"pool\": \"tiny\", \"delay\": 1000}";
    Answer first = caller.post("/v1/maps", later);
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.json().path("notBefore").isNull()).isFalse();
    Answer second = caller.post("/v1/maps", later);
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.json().path("exception").asString()).isEqualTo("queue.Full");
    assertThat(caller.post(first.header("Location") + "/terminate").status()).isEqualTo(200);
  }

  @Test
  void aMapIsSeenListedStoppedAndForgotten() throws Exception {
    String path = meeting("seen", 1);
    try (BufferedReader results = open(path + "/results")) {
      assertThat(line(results)).isNotNull();
    }
    assertThat(caller.get(path + "?wait=0.1").json().path("ready").asBoolean()).isFalse();
    assertThat(caller.delete(path).status()).isEqualTo(409);
    JsonNode page = caller.get("/v1/maps?pool=seen&limit=1").json();
    assertThat(path).endsWith(page.at("/items/0/id").asString());
    assertThat(page.at("/items/0").has("results")).isFalse();
    assertThat(caller.post(path + "/terminate?grace=0.5").status()).isEqualTo(202);
    JsonNode ended = caller.get(path + "?wait=60").json();
    assertThat(ended.path("state").asString()).isEqualTo("CANCELLED");
    assertThat(ended.path("results")).hasSize(6);
    assertThat(caller.post(path + "/kill").json().path("type").asString())
        .isEqualTo("/problems/already-finished");
    List<JsonNode> lines = lines(caller.get(path + "/results").text());
    assertThat(lines).hasSize(6);
    assertThat(lines.getLast().at("/failure/reason").asString()).isEqualTo("TERMINATED");
    assertThat(caller.delete(path).status()).isEqualTo(204);
    assertThat(caller.get(path).status()).isEqualTo(404);
    assertThat(caller.get(path + "/results").status()).isEqualTo(404);
  }

  @Test
  void aMapThatIsSentAgainWithItsKeyRunsOnce() throws Exception {
    String map = "{\"target\": \"io.forkyard.fixture.Mapped::square\", \"items\": [3]}";
    String[] headers = {"Content-Type", "application/json", "Idempotency-Key", "map-1"};
    Answer first = caller.send("POST", "/v1/maps?wait=60", map, headers);
    Answer again = caller.send("POST", "/v1/maps?wait=60", map, headers);
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.json().path("results").toString()).isEqualTo("[9]");
  }

  /** CPython, Pool.imap: lazily, in order; a line comes while a later item still runs. */
  @Test
  void resultsInOrderComeAsTheyGetDone() throws Exception {
    String path = meeting("ordered", 1);
    try (BufferedReader results = open(path + "/results")) {
      assertThat(line(results)).isEqualTo("{\"index\":0,\"value\":0}");
      assertThat(line(results)).isEqualTo("{\"index\":1,\"value\":1}");
      // The third waits; after some silence an empty line tells that the connection lives.
      assertThat(results.readLine()).isEmpty();
      Files.createFile(door);
      for (int i = 2; i < 6; i++) {
        assertThat(line(results)).isEqualTo("{\"index\":" + i + ",\"value\":" + i + "}");
      }
      assertThat(line(results)).isNull();
    }
  }

  /** CPython, Pool.imap_unordered: "the ordering of the results should be considered arbitrary". */
  @Test
  void resultsInTheOrderOfCompletionDoNotWaitForASlowItem() throws Exception {
    String path = meeting("unordered", 1);
    try (BufferedReader results = open(path + "/results?ordered=false")) {
      List<String> first =
          List.of(line(results), line(results), line(results), line(results), line(results));
      assertThat(first).noneMatch(line -> line.contains("\"index\":2,"));
      Files.createFile(door);
      assertThat(line(results)).isEqualTo("{\"index\":2,\"value\":2}");
      assertThat(line(results)).isNull();
    }
  }

  @Test
  void resultsGoOnAfterAFailure() throws Exception {
    Answer map =
        caller.post(
            "/v1/maps", "{\"target\": \"io.forkyard.fixture.Mapped::invert\", \"items\": [0, 1]}");
    List<JsonNode> lines = lines(caller.get(map.header("Location") + "/results").text());
    assertThat(lines.get(0).at("/failure/type").asString())
        .isEqualTo("java.lang.ArithmeticException");
    assertThat(lines.get(1).toString()).isEqualTo("{\"index\":1,\"value\":100}");
  }

  @Test
  void aReaderThatHangsUpEndsItsStream() throws Exception {
    String path = meeting("deserted", 1);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + "/results HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      while (!reader.readLine().startsWith("{\"index\":0")) {}
      assertThat(active()).isEqualTo(2);
    }
    // The stream writes its empty lines into the void until it is told that nobody is there.
    while (active() > 1) {}
    Files.createFile(door);
    assertThat(caller.get(path + "?wait=60").json().path("ready").asBoolean()).isTrue();
  }

  /** Requests that are being answered, the one that asks among them. */
  private int active() throws Exception {
    return caller
        .get("/actuator/metrics/http.server.requests.active")
        .json()
        .at("/measurements/0/value")
        .asInt();
  }

  @Test
  void hundredThousandResultsReachASlowReader() throws Exception {
    caller.put("/v1/pools/many", "{\"size\": 2, \"spares\": 0, \"maxTasksPerChild\": null}");
    String items =
        IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
    Answer map =
        caller.post(
            "/v1/maps",
            """
            {"pool": "many", "target": "io.forkyard.fixture.Mapped::scale", "items": [%s],
             "kwargs": {"by": 2}}
            """
                .formatted(items));
    String path = map.header("Location");
    try (BufferedReader results = open(path + "/results")) {
      assertThat(line(results)).isEqualTo("{\"index\":0,\"value\":0}");
      // Nothing more is read until the map has ended.
      assertThat(caller.get(path + "?wait=60").json().path("results")).hasSize(100_000);
      for (int i = 1; i < 100_000; i++) {
        assertThat(line(results)).isEqualTo("{\"index\":" + i + ",\"value\":" + 2 * i + "}");
      }
      assertThat(line(results)).isNull();
    }
  }

  private BufferedReader open(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return new BufferedReader(new InputStreamReader(uri.toURL().openStream(), UTF_8));
  }

  /** The next line that is not empty. */
  private static String line(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (line != null && line.isEmpty()) {
      line = lines.readLine();
    }
    return line;
  }

  private static List<JsonNode> lines(String text) {
    return text.lines().filter(line -> !line.isEmpty()).map(JSON::readTree).toList();
  }
}
