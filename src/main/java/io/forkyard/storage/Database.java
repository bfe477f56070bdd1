package io.forkyard.storage;

import io.forkyard.storage.GroupWriter.Urgency;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Transactions. Any thread may call; the work itself runs on platform threads of this class,
 * because the embedded database's driver would pin a virtual one.
 *
 * <p>Writes of concurrent callers share transactions (see {@link GroupWriter}), so a piece of work
 * may run twice: it must consist of SQL alone.
 */
public final class Database implements AutoCloseable {

  /** Readers at once. They take short turns, so more would not make them faster. */
  static final int READERS = 4;

  /** How long writes wait for a database that was cut off in the middle of a commit. */
  private static final Duration OUTCOME = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private final Dialect dialect;
  private final GroupWriter writer;
  private final JdbcClient reading;
  private final ExecutorService readers =
      Executors.newFixedThreadPool(READERS, Thread.ofPlatform().name("db-reader-", 0).factory());

  /**
   * Opens it.
   *
   * @param reading a pool with a connection for each reader
   * @param writing the writer's own
   * @param dialect of both
   * @param signal told {@link Changes#TOPIC} after each group of writes
   */
  Database(DataSource reading, WriterConnection writing, Dialect dialect, ChangeSignal signal) {
    this.dialect = dialect;
    this.reading = JdbcClient.create(reading);
    this.writer = new GroupWriter(writing, signal, OUTCOME, GroupWriter.LEISURE);
  }

  /**
   * Runs work in a transaction and returns its value after the commit.
   *
   * @throws org.springframework.dao.DataAccessException if the database refuses; nothing is
   *     changed, unless it went away during the commit and the message says that the outcome is
   *     unknown
   */
  public <T> T write(Function<JdbcClient, T> work) {
    return await(writer.submit(work));
  }

  /** Begins to write; what is written after it, by whom ever, comes after it. */
  public <T> Supplier<T> begin(Function<JdbcClient, T> work) {
    CompletableFuture<T> value = writer.submit(work);
    return () -> await(value);
  }

  /**
   * The same for a node that enters or leaves; others may write only while they are among the nodes
   * of this database.
   */
  public <T> T admit(Function<JdbcClient, T> work) {
    return await(writer.submit(work, Urgency.OUTSIDE));
  }

  /** Whether other nodes may be there. */
  public boolean shared() {
    return dialect == Dialect.POSTGRESQL;
  }

  /**
   * Writes without waiting for it, for what nobody depends on. In the order of the calls, with the
   * next write of another or after a moment.
   */
  public void writeSoon(Consumer<JdbcClient> work) {
    writer
        .submit(
            sql -> {
              work.accept(sql);
              return sql;
            },
            Urgency.SOON)
        .whenComplete((done, failure) -> {
          if (failure != null) {
            log.debug("Something was not written", failure);
          }
        });
  }

  /** The SQL for the milliseconds since 1970 by the clock that all nodes share. */
  public String now() {
    return dialect.now();
  }

  /**
   * The end of a query for rows of a table to be changed, which passes those that others change.
   */
  public String skipLocked(String table) {
    return dialect.skipLocked(table);
  }

  /** Its clock, in milliseconds since 1970. */
  long millis() {
    return read(sql -> sql.sql("SELECT " + dialect.now()).query(Long.class).single());
  }

  /** Runs one query. */
  public <T> T read(Function<JdbcClient, T> work) {
    return await(CompletableFuture.supplyAsync(() -> work.apply(reading), readers));
  }

  /** Whether it takes reads and writes just now. */
  boolean answers() {
    try {
      write(Database::one);
      read(Database::one);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static int one(JdbcClient sql) {
    return sql.sql("SELECT 1").query(Integer.class).single();
  }

  /**
   * Writes something and takes it back, all in one transaction: a full disk shows only then.
   *
   * @throws org.springframework.dao.DataAccessException if the database takes no writes
   */
  public void probe() {
    write(RepeatStore::probe);
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }

  private static <T> T await(CompletableFuture<T> value) {
    try {
      return value.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
