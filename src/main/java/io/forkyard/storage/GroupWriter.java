package io.forkyard.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The one writer. It takes a waiting request and whatever else waits, runs all in one transaction
 * and answers after the commit. If one of them fails, the group is rolled back and each runs alone.
 *
 * <p>The connection belongs to the writer's thread.
 */
final class GroupWriter implements AutoCloseable {

  private static final int GROUP = 256;
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  private final BlockingQueue<Request<?>> requests = new LinkedBlockingQueue<>();
  private final Connection connection;
  private final JdbcClient client;
  private final Thread thread;
  private volatile boolean closed;

  GroupWriter(DataSource source) {
    try {
      connection = source.getConnection();
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException("The database gives no connection to write with", e);
    }
    client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    thread = Thread.ofPlatform().name("db-writer").start(this::run);
  }

  <T> CompletableFuture<T> submit(Function<JdbcClient, T> work) {
    Request<T> request = new Request<>(work, new CompletableFuture<>());
    requests.add(request);
    if (closed && requests.remove(request)) {
      request.fail(new IllegalStateException("The database is closed"));
    }
    return request.answer();
  }

  @Override
  public void close() {
    closed = true;
    requests.add(new Request<>(client -> null, new CompletableFuture<>()));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Request<?>> group = new ArrayList<>(GROUP);
    try (connection) {
      while (!closed || !requests.isEmpty()) {
        group.add(requests.take());
        requests.drainTo(group, GROUP - 1);
        write(group);
        group.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.warn("The writing connection did not close", e);
    }
  }

  private void write(List<Request<?>> group) throws SQLException {
    try {
      for (Request<?> request : group) {
        request.run(client);
      }
      connection.commit();
      group.forEach(Request::succeed);
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      if (group.size() == 1) {
        group.getFirst().fail(e);
      } else {
        for (Request<?> request : group) {
          write(List.of(request));
        }
      }
    }
  }

  /** A piece of work and its answer; {@code value} is the writer thread's. */
  private static final class Request<T> {

    private final Function<JdbcClient, T> work;
    private final CompletableFuture<T> answer;
    private T value;

    @SuppressWarnings("NullAway.Init")
    Request(Function<JdbcClient, T> work, CompletableFuture<T> answer) {
      this.work = work;
      this.answer = answer;
    }

    CompletableFuture<T> answer() {
      return answer;
    }

    void run(JdbcClient client) {
      value = work.apply(client);
    }

    void succeed() {
      answer.complete(value);
    }

    void fail(Exception failure) {
      answer.completeExceptionally(failure);
    }
  }
}
