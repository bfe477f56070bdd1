package io.forkyard.storage;

import io.forkyard.storage.WriterConnection.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The one writer. It takes a waiting request and whatever else waits, runs all in one transaction,
 * with what has come meanwhile, and answers after the commit. What nobody waits for, waits a while
 * for company. If one fails, the group is rolled back and each runs alone. If it is the commit that
 * fails, it is first asked whether it took place.
 */
final class GroupWriter implements AutoCloseable {

  /** How long what nobody waits for is put off, unless something else is written. */
  static final Duration LEISURE = Duration.ofMillis(50);

  private static final int GROUP = 256;

  /** Between two questions for the outcome of a commit. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final BlockingQueue<Request<?>> requests = new LinkedBlockingQueue<>();
  private final WriterConnection connection;
  private final ChangeSignal signal;
  private final Duration patience;
  private final Duration leisure;
  private final Thread thread;
  private volatile boolean closed;

  // The writer thread's.
  private @Nullable Connection clientOf;
  private @Nullable JdbcClient client;

  /**
   * Starts it.
   *
   * @param connection its own, which it closes
   * @param patience how long it asks for the outcome of a commit, while all else waits
   * @param leisure how long what nobody waits for may be put off
   */
  GroupWriter(
      WriterConnection connection, ChangeSignal signal, Duration patience, Duration leisure) {
    this.connection = connection;
    this.signal = signal;
    this.patience = patience;
    this.leisure = leisure;
    thread = Thread.ofPlatform().name("db-writer").start(this::run);
  }

  <T> CompletableFuture<T> submit(Function<JdbcClient, T> work) {
    return submit(work, Urgency.NOW);
  }

  /** The same in the order of the calls, which the urgency does not change. */
  <T> CompletableFuture<T> submit(Function<JdbcClient, T> work, Urgency urgency) {
    Request<T> request = new Request<>(work, urgency, new CompletableFuture<>());
    requests.add(request);
    if (closed && requests.remove(request)) {
      request.fail(new IllegalStateException("The database is closed"));
    }
    return request.answer();
  }

  @Override
  public void close() {
    closed = true;
    requests.add(new Request<>(client -> null, Urgency.OUTSIDE, new CompletableFuture<>()));
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
        gather(group);
        write(group, true);
        write(group, false);
        group.clear();
        signal.changed(Changes.TOPIC);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close();
    }
  }

  /** Returns when there is something that somebody waits for, or what there is has waited. */
  private void gather(List<Request<?>> group) throws InterruptedException {
    Request<?> next = requests.take();
    long end = System.nanoTime() + leisure.toNanos();
    while (next != null) {
      group.add(next);
      boolean put = next.urgency() == Urgency.SOON && group.size() < GROUP;
      next = put ? requests.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS) : null;
    }
    requests.drainTo(group, GROUP - group.size());
  }

  private void write(List<Request<?>> all, boolean outside) {
    List<Request<?>> group = new ArrayList<>(all);
    group.removeIf(request -> request.outside() != outside);
    if (!group.isEmpty()) {
      writeAll(group, true);
    }
  }

  /** Whatever happens, each request gets an answer and the thread lives on. */
  private void writeAll(List<Request<?>> group, boolean withLate) {
    boolean committing = false;
    try {
      Connection open = connection.begin(group.getFirst().outside());
      JdbcClient client = client(open);
      group.forEach(request -> request.run(client));
      if (withLate) {
        List<Request<?>> late = late(group);
        group.addAll(late);
        late.forEach(request -> request.run(client));
      }
      committing = true;
      connection.commit();
      group.forEach(Request::succeed);
    } catch (Throwable e) {
      connection.rollBack();
      settle(group, e, committing ? outcome() : Outcome.ABORTED);
    }
  }

  /**
   * What has come while a group ran, such as the claim of the next job beside the end of the last;
   * once, so that the commit is not put off for ever.
   */
  private List<Request<?>> late(List<Request<?>> group) {
    List<Request<?>> late = new ArrayList<>();
    boolean outside = group.getFirst().outside();
    Request<?> next = requests.peek();
    while (group.size() + late.size() < GROUP && next != null && next.outside() == outside) {
      if (requests.remove(next)) {
        late.add(next);
      }
      next = requests.peek();
    }
    return late;
  }

  /** The same while the connection is, as it knows the statements that it has read. */
  private JdbcClient client(Connection open) {
    if (open != clientOf) {
      client = JdbcClient.create(new SingleConnectionDataSource(open, false));
      clientOf = open;
    }
    return Objects.requireNonNull(client);
  }

  /** Nothing runs again that may be there already. */
  private void settle(List<Request<?>> group, Throwable failure, Outcome outcome) {
    switch (outcome) {
      case COMMITTED -> group.forEach(Request::succeed);
      case ABORTED -> alone(group, failure);
      case FORGOTTEN, UNKNOWN ->
          group.forEach(request -> request.fail(new OutcomeUnknownException(failure)));
    }
  }

  private Outcome outcome() {
    return connection.inDoubt()
        ? signal.await(
            "writer/outcome", patience, PAUSE, connection::outcome, seen -> seen != Outcome.UNKNOWN)
        : Outcome.ABORTED;
  }

  private void alone(List<Request<?>> group, Throwable failure) {
    if (group.size() > 1 && connection.isOpen()) {
      group.forEach(request -> writeAll(List.of(request), false));
    } else {
      group.forEach(request -> request.fail(translated(failure)));
    }
  }

  private static Throwable translated(Throwable e) {
    return e instanceof SQLException
        ? new DataAccessResourceFailureException("The store takes no writes: " + e.getMessage(), e)
        : e;
  }

  /** Who waits for a piece of work. */
  enum Urgency {
    /** A caller. */
    NOW,
    /** A caller, who writes though this node is not among those of the database. */
    OUTSIDE,
    /** Nobody. */
    SOON
  }

  /** A piece of work and its answer; {@code value} is the writer thread's. */
  private static final class Request<T> {

    private final Function<JdbcClient, T> work;
    private final Urgency urgency;
    private final CompletableFuture<T> answer;
    private T value;

    @SuppressWarnings("NullAway.Init")
    Request(Function<JdbcClient, T> work, Urgency urgency, CompletableFuture<T> answer) {
      this.work = work;
      this.urgency = urgency;
      this.answer = answer;
    }

    Urgency urgency() {
      return urgency;
    }

    boolean outside() {
      return urgency == Urgency.OUTSIDE;
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
