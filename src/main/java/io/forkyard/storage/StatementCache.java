package io.forkyard.storage;

import java.sql.Connection;
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
    PoolingConnection connection = new PoolingConnection(super.getConnection());
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
}
