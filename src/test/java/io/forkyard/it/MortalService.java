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
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The packaged service on one data folder, killed and started again under its callers. */
final class MortalService implements Victim {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Path data;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicInteger lost = new AtomicInteger();
  private Life life;

  /** One of its lives: callers of an ended one wait for the next. */
  private record Life(int number, RunningJar jar, HttpClient client) {}

  MortalService(Path data) throws IOException {
    this.data = data;
    this.life = begin(1);
  }

  private Life begin(int number) throws IOException {
    return new Life(number, RunningJar.start(data), HttpClient.newHttpClient());
  }

  @Override
  public RunningJar jar() {
    return now().jar();
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
  public void harm(Random random) throws Exception {
    Life old = now();
    List<Long> children = old.jar().children();
    old.jar().kill();
    old.client().shutdownNow();
    Life next = begin(old.number() + 1);
    synchronized (this) {
      life = next;
      notifyAll();
    }
    assertThat(children).noneMatch(MortalNode::lives);
  }

  @Override
  public Answer call(String method, String path, String body, String key)
      throws InterruptedException {
    for (int failures = 0; ; failures++) {
      Life present = now();
      try {
        HttpResponse<String> answer =
            present
                .client()
                .send(request(present, method, path, body, key), BodyHandlers.ofString());
        answers.incrementAndGet();
        return new Answer(answer.statusCode(), answer.body(), answer.headers(), failures);
      } catch (IOException e) {
        lost.incrementAndGet();
        awaitAfter(present);
      }
    }
  }

  private static HttpRequest request(
      Life life, String method, String path, String body, String key) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + life.jar().port() + path))
        .timeout(LONGEST)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  private synchronized Life now() {
    return life;
  }

  /** A call that fails in a life that goes on is made again at once. */
  private synchronized void awaitAfter(Life ended) throws InterruptedException {
    while (life.number() == ended.number() && !ended.jar().isAlive()) {
      wait();
    }
  }

  @Override
  public void close() throws InterruptedException {
    now().jar().close();
  }
}
