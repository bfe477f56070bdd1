package io.forkyard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web server that is posted to. It answers 204, unless it was told otherwise. */
public final class PostBox implements AutoCloseable {

  private static final int NO_CONTENT = 204;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final Map<String, BlockingQueue<Post>> posts = new ConcurrentHashMap<>();
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  private PostBox(HttpServer server) {
    this.server = server;
  }

  /** What was posted. */
  public record Post(Headers headers, byte[] body) {

    public JsonNode json() {
      return new JsonMapper().readTree(body);
    }
  }

  /** What the sender gets. */
  @FunctionalInterface
  public interface Answer {
    void give(HttpExchange exchange) throws IOException;

    static Answer status(int status) {
      return exchange -> exchange.sendResponseHeaders(status, -1);
    }
  }

  /** Opens one on a free port. */
  public static PostBox open() {
    return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  public static PostBox open(InetSocketAddress address) {
    try {
      HttpServer server = HttpServer.create(address, 0);
      PostBox box = new PostBox(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", box::take);
      server.start();
      return box;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Gives this answer to the next post there that has none yet. */
  public void answer(String path, Answer answer) {
    answers.computeIfAbsent(path, key -> new LinkedBlockingQueue<>()).add(answer);
  }

  /** The next post there. */
  public Post next(String path) throws InterruptedException {
    Post post = posts(path).poll(60, TimeUnit.SECONDS);
    assertThat(post).as("a post to %s", path).isNotNull();
    return post;
  }

  /** Refuses every post there from now on, until {@link #accept}. */
  public void refuse(String path) {
    refused.add(path);
  }

  /** Forgets what was refused, and takes what comes. */
  public void accept(String path) {
    posts(path).clear();
    refused.remove(path);
  }

  /** How many posts came that nobody took. */
  public int left(String path) {
    return posts(path).size();
  }

  private BlockingQueue<Post> posts(String path) {
    return posts.computeIfAbsent(path, key -> new LinkedBlockingQueue<>());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      posts(path).add(new Post(exchange.getRequestHeaders(), body));
      Answer answer = answers.getOrDefault(path, new LinkedBlockingQueue<>()).poll();
      Answer usual = Answer.status(refused.contains(path) ? UNAVAILABLE : NO_CONTENT);
      (answer == null ? usual : answer).give(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
