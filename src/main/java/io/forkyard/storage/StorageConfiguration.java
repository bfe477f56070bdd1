package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The embedded database in the data folder. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  private static final int BUSY_MILLIS = 10_000;

  @Bean
  DataDirectory dataDirectory(StorageProperties properties) {
    return DataDirectory.open(properties.dataDir());
  }

  @Bean
  HikariDataSource dataSource(DataDirectory data) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource sqlite = new SQLiteDataSource(config);
    sqlite.setUrl("jdbc:sqlite:" + data.path().resolve("forkyard.db"));
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(sqlite);
    pool.setMaximumPoolSize(Database.READERS);
    pool.setMaxLifetime(0);
    return pool;
  }

  @Bean
  @DependsOnDatabaseInitialization
  Database database(HikariDataSource source, ChangeSignal signal) {
    return new Database(
        source,
        Objects.requireNonNull(source.getDataSource()),
        () -> signal.changed(Changes.TOPIC));
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ids ids(Clock clock) {
    return new Ids(clock);
  }

  @Bean
  Node node(NodeProperties properties) {
    return properties.resolve();
  }

  @Bean
  ChangeSignal changeSignal() {
    return new ChangeSignal();
  }

  @Bean(initMethod = "start")
  Changes changes(Database database, ChangeSignal signal, ChangeProperties properties) {
    return new Changes(new ChangeLog(database), signal, properties.kept());
  }

  @Bean
  Repeats repeats(
      Database database, ChangeSignal signal, Clock clock, RepeatProperties properties) {
    return new Repeats(new RepeatStore(database), signal, clock, properties.kept());
  }
}
