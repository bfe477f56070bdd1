package io.forkyard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged service in a process of its own, spoken to over HTTP. */
public final class RunningJar implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private RunningJar(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it on a free port, without a drain unless one is set; returns when it serves. What it
   * says is kept beside its data.
   */
  public static RunningJar start(Path data, String... settings) throws IOException {
    Process process = launch(data, settings);
    BufferedReader log = process.inputReader(UTF_8);
    StringBuilder seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      seen.append(line).append('\n');
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Path rest = Path.of(data + ".log");
        Files.writeString(rest, seen, CREATE, APPEND);
        Thread.ofVirtual().start(() -> drain(log, rest));
        return new RunningJar(process, Integer.parseInt(started.group(1)));
      }
    }
    throw new IOException("The service did not start:\n" + seen);
  }

  /** How a start has ended that was none, and what it said. */
  record Refusal(int exitCode, String log) {}

  /** Starts it where it cannot. */
  static Refusal refused(Path data) throws Exception {
    Process process = launch(data);
    String log = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Refusal(process.waitFor(), log);
  }

  private static Process launch(Path data, String... settings) throws IOException {
    List<String> command = new ArrayList<>(Installation.start());
    command.addAll(List.of("--server.port=0", "--forkyard.data-dir=" + data));
    command.addAll(List.of(settings));
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith("--forkyard.drain="))) {
      command.add("--forkyard.drain=0s");
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Until the service is gone, which may close the pipe under the reader. */
  private static void drain(BufferedReader log, Path file) {
    try (log;
        Writer kept = Files.newBufferedWriter(file, CREATE, APPEND)) {
      log.transferTo(kept);
    } catch (IOException e) {
      // Nobody reads what it says any more.
    }
  }

  public long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  public int port() {
    return port;
  }

  public JsonNode get(String path) throws Exception {
    return json(HttpRequest.newBuilder(uri(path)).build());
  }

  String text(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString()).body();
  }

  /** An answer that is read as it comes. */
  InputStream open(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofInputStream()).body();
  }

  public JsonNode post(String path, Object body, String... headers) throws Exception {
    return send("POST", path, body, headers);
  }

  public JsonNode put(String path, Object body) throws Exception {
    return send("PUT", path, body);
  }

  public JsonNode upload(Path jar) throws Exception {
    return json(
        HttpRequest.newBuilder(uri("/v1/artifacts"))
            .header("Content-Type", "application/java-archive")
            .POST(BodyPublishers.ofFile(jar))
            .build());
  }

  /** Waits for the end of a job. */
  public JsonNode await(String id) throws Exception {
    JsonNode job = get("/v1/jobs/" + id + "?wait=60");
    assertThat(job.get("ready").asBoolean()).as("%s", job).isTrue();
    return job;
  }

  /** The pids of all live children. */
  List<Long> children() throws Exception {
    return get("/actuator/processes")
        .get("processes")
        .valueStream()
        .map(row -> row.get("pid").asLong())
        .toList();
  }

  /** The whole answer. */
  HttpResponse<String> answer(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** The exit status, when it has ended. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Tells it to stop, as an operator does. */
  void terminate() {
    process.destroy();
  }

  /** Tells it to stop; returns whether it went by itself. */
  boolean stop() throws InterruptedException {
    terminate();
    return process.waitFor(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    if (!stop()) {
      kill();
    }
  }

  private JsonNode send(String method, String path, Object body, String... headers)
      throws Exception {
    BodyPublisher json = BodyPublishers.ofString(JSON.writeValueAsString(body));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return json(request.method(method, json).build());
  }

  private JsonNode json(HttpRequest request) throws Exception {
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
