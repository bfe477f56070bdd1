package io.forkyard.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.DelegatingPreparedStatement;
import org.apache.commons.dbcp2.PoolingConnection;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that keep the statements that they have prepared. The driver of the embedded database
 * parses and plans each statement anew, which takes longer than most of them run.
 */
final class StatementCache extends DelegatingDataSource {

  /** More than the service has; the one that was not used for longest goes first. */
  private static final int STATEMENTS = 256;

  StatementCache(DataSource source) {
    super(source);
  }

  @Override
  public Connection getConnection() throws SQLException {
    PoolingConnection connection = new Preparing(super.getConnection());
    connection.setStatementPool(new GenericKeyedObjectPool<>(connection, kept()));
    return connection;
  }

  private static GenericKeyedObjectPoolConfig<DelegatingPreparedStatement> kept() {
    GenericKeyedObjectPoolConfig<DelegatingPreparedStatement> kept =
        new GenericKeyedObjectPoolConfig<>();
    kept.setMaxTotalPerKey(-1);
    kept.setMaxIdlePerKey(1);
    kept.setMaxTotal(STATEMENTS);
    kept.setBlockWhenExhausted(false);
    kept.setMaxWait(Duration.ZERO);
    kept.setJmxEnabled(false);
    return kept;
  }

  /**
   * SQLite plans a statement again each time that a value is bound to its LIMIT itself, and not to
   * what the limit is calculated from. That takes ten times as long as a query for the first rows.
   */
  private static final class Preparing extends PoolingConnection {

    Preparing(Connection connection) {
      super(connection);
    }

    @Override
    public PreparedStatement prepareStatement(String text) throws SQLException {
      return super.prepareStatement(text.replace("LIMIT ?", "LIMIT CAST(? AS INTEGER)"));
    }
  }
}
