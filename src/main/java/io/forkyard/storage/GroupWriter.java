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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The one writer. It takes a waiting request and whatever else waits, runs all in one transaction
 * and answers after the commit. If one of them fails, the group is rolled back and each runs alone.
 */
final class GroupWriter implements AutoCloseable {

  private static final int GROUP = 256;
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  private final BlockingQueue<Request<?>> requests = new LinkedBlockingQueue<>();
  private final DataSource source;
  private final Dialect dialect;
  private final Runnable committed;
  private final Thread thread;
  private volatile boolean closed;

  /** The thread's own; none after a failure, until the next request. */
  private @Nullable Connection connection;

  /**
   * Starts it.
   *
   * @param dialect of the source
   * @param committed runs after each group, on the writer's thread
   */
  GroupWriter(DataSource source, Dialect dialect, Runnable committed) {
    this.source = source;
    this.dialect = dialect;
    this.committed = committed;
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
    try {
      while (!closed || !requests.isEmpty()) {
        group.add(requests.take());
        requests.drainTo(group, GROUP - 1);
        write(group);
        group.clear();
        committed.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  /** Whatever happens, each request gets an answer and the thread lives on. */
  private void write(List<Request<?>> group) {
    try {
      Connection open = connect();
      JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(open, true));
      for (Request<?> request : group) {
        request.run(client);
      }
      open.commit();
      group.forEach(Request::succeed);
    } catch (Throwable e) {
      rollBack();
      if (group.size() == 1) {
        group.getFirst().fail(translated(e));
      } else {
        group.forEach(request -> write(List.of(request)));
      }
    }
  }

  private static Throwable translated(Throwable e) {
    return e instanceof SQLException
        ? new DataAccessResourceFailureException("The store takes no writes: " + e.getMessage(), e)
        : e;
  }

  private Connection connect() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = claim(source.getConnection());
      connection = open;
    }
    return open;
  }

  private Connection claim(Connection fresh) throws SQLException {
    try {
      dialect.claim(fresh);
      fresh.setAutoCommit(false);
      return fresh;
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
  }

  /** After a failed commit the transaction is gone already; then a new connection is the cure. */
  private void rollBack() {
    try {
      if (connection != null) {
        connection.rollback();
      }
    } catch (SQLException e) {
      disconnect();
    }
  }

  private void disconnect() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      log.warn("The writing connection did not close", e);
    } finally {
      connection = null;
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

    void fail(Throwable failure) {
      answer.completeExceptionally(failure);
    }
  }
}
