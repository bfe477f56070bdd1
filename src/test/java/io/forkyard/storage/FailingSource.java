package io.forkyard.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A network that fails at the worst moment, once, in front of a real database. */
final class FailingSource extends DelegatingDataSource {

  /** What goes wrong with a commit. */
  enum Fault {
    NONE,
    /** It takes place, but its answer is lost with the connection. */
    ANSWER_LOST,
    /** The same, and the database does not notice that the connection is gone. */
    ANSWER_LOST_UNNOTICED,
    /** The session ends before it. */
    SESSION_LOST,
    /** It takes place, its answer is lost, and there is no other connection. */
    CUT_OFF
  }

  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private final CountDownLatch cut = new CountDownLatch(1);
  private volatile boolean cutOff;

  FailingSource(DataSource real) {
    super(real);
  }

  /** The next commit fails so. */
  void fail(Fault fault) {
    next.set(fault);
  }

  /** Returns when there is no connection any more. */
  void awaitCut() throws InterruptedException {
    cut.await();
  }

  /** There are connections again. */
  void heal() {
    cutOff = false;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (cutOff) {
      throw new SQLException("There is no way to the database");
    }
    return failing(super.getConnection());
  }

  private Connection failing(Connection real) {
    AtomicReference<Fault> met = new AtomicReference<>(Fault.NONE);
    return (Connection)
        Proxy.newProxyInstance(
            FailingSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (met.get() == Fault.ANSWER_LOST_UNNOTICED) {
                return unnoticed(method.getName());
              }
              if (method.getName().equals("commit")) {
                met.set(next.getAndSet(Fault.NONE));
                commit(real, met.get());
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Object unnoticed(String method) throws SQLException {
    if (method.equals("close")) {
      return null;
    }
    throw new SQLException("The connection is lost");
  }

  private void commit(Connection real, Fault fault) throws SQLException {
    if (fault == Fault.SESSION_LOST) {
      terminate(real);
    }
    real.commit();
    cutOff = fault == Fault.CUT_OFF;
    if (fault == Fault.ANSWER_LOST || fault == Fault.CUT_OFF) {
      terminate(real);
    }
    if (cutOff) {
      cut.countDown();
    }
    if (fault != Fault.NONE) {
      throw new SQLException("The connection is lost");
    }
  }

  private void terminate(Connection real) throws SQLException {
    int pid = real.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    try (Connection other = super.getConnection();
        var statement = other.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");
    }
  }
}
