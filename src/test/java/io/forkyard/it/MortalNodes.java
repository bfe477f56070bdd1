package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Three nodes on one PostgreSQL, any of which may be harmed under its callers; they try another.
 */
final class MortalNodes implements Victim {

  private static final int NODES = 3;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final MortalPostgres postgres;
  private final List<MortalNode> nodes = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicInteger lost = new AtomicInteger();
  private int harms;

  MortalNodes(Path folder) throws Exception {
    postgres = new MortalPostgres(folder.resolve("postgresql"));
    for (int n = 0; n < NODES; n++) {
      nodes.add(new MortalNode("node-" + n, folder.resolve("node-" + n), postgres));
    }
  }

  MortalPostgres postgres() {
    return postgres;
  }

  MortalNode node(int number) {
    return nodes.get(number);
  }

  @Override
  public RunningJar jar() {
    return nodes.getFirst().jar();
  }

  @Override
  public long answers() {
    return answers.get();
  }

  @Override
  public int lost() {
    return lost.get();
  }

  @Override
  public Answer call(String method, String path, String body, String key)
      throws InterruptedException {
    for (int failures = 0; ; failures++) {
      int port = nodes.get(Math.floorMod(turn.getAndIncrement(), NODES)).jar().port();
      try {
        HttpResponse<String> answer =
            client.send(request(port, method, path, body, key), BodyHandlers.ofString());
        if (answer.statusCode() != 503) {
          answers.incrementAndGet();
          return new Answer(answer.statusCode(), answer.body(), answer.headers(), failures);
        }
      } catch (IOException e) {
        // It may have been done, or not.
      }
      lost.incrementAndGet();
    }
  }

  private static HttpRequest request(
      int port, String method, String path, String body, String key) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(LONGEST)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  /** Each kind of harm in turn, to any node. */
  @Override
  public void harm(Random random) throws Exception {
    MortalNode node = nodes.get(random.nextInt(NODES));
    List<Long> children = node.children();
    switch (harms++ % 4) {
      case 0 -> node.die();
      case 1 -> node.standStill();
      case 2 -> node.beCutOff();
      default -> {
        postgres.kill();
        postgres.restart();
        children = List.of();
      }
    }
    assertThat(children).noneMatch(MortalNode::lives);
    for (MortalNode each : nodes) {
      each.awaitBack();
    }
  }

  @Override
  public void close() throws Exception {
    for (MortalNode node : nodes) {
      node.close();
    }
    postgres.close();
  }
}
