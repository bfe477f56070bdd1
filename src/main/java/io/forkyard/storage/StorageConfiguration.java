package io.forkyard.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database: embedded in the data folder, or the one that is named. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  @Bean
  DataDirectory dataDirectory(StorageProperties properties) {
    return DataDirectory.open(properties.dataDir());
  }

  @Bean
  Dialect dialect(DataSourceProperties database) {
    return Dialect.of(database.getUrl());
  }

  @Bean
  HikariDataSource dataSource(Dialect dialect, DataDirectory data, DataSourceProperties database) {
    return switch (dialect) {
      case SQLITE -> sqlite(data);
      case POSTGRESQL ->
          Dialect.postgresql(
              Objects.requireNonNull(database.getUrl()),
              database.getUsername(),
              database.getPassword());
    };
  }

  private static HikariDataSource sqlite(DataDirectory data) {
    Path checked = DatabaseFile.checked(data.path());
    NativeLibrary.unpack(data.folder("sqlite"));
    return Dialect.sqlite(checked);
  }

  @Bean(initMethod = "open")
  WriterConnection writerConnection(
      Dialect dialect, HikariDataSource source, Node self, Silence silence) {
    return new WriterConnection(
        Objects.requireNonNull(source.getDataSource()), dialect, self, silence);
  }

  /** What is wrong with the database is told in our words. */
  @Bean
  static BeanFactoryPostProcessor connectBeforeMigration() {
    return new AbstractDependsOnBeanFactoryPostProcessor(Flyway.class, "writerConnection") {};
  }

  @Bean
  @DependsOnDatabaseInitialization
  Database database(
      Dialect dialect, HikariDataSource source, WriterConnection writing, ChangeSignal signal) {
    return new Database(source, writing, dialect, signal);
  }

  @Bean
  SharedClock clock() {
    return new SharedClock(Clock.systemUTC());
  }

  @Bean
  Ids ids(Clock clock) {
    return new Ids(clock);
  }

  @Bean
  Node node(NodeProperties properties, Ids ids) {
    return properties.resolve(ids.next().toString());
  }

  @Bean
  Silence silence(NodeProperties properties) {
    return new Silence(properties.nodeTimeout());
  }

  @Bean
  ChangeSignal changeSignal() {
    return new ChangeSignal();
  }

  /** Only where other services may be on the same database. */
  @Bean(initMethod = "start")
  @Nullable Notifications notifications(
      Dialect dialect, HikariDataSource source, Database database, ChangeSignal signal) {
    return switch (dialect) {
      case SQLITE -> null;
      case POSTGRESQL ->
          new Notifications(
              Objects.requireNonNull(source.getDataSource()), signal, database::answers);
    };
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

  @Bean
  Retained oldRepeats(Database database, Clock clock, RepeatProperties properties) {
    return new OldRepeats(new RepeatStore(database), clock, properties.kept());
  }

  @Bean(initMethod = "start")
  Retention retention(
      List<Retained> kinds, ChangeSignal signal, Clock clock, RetentionProperties properties) {
    return new Retention(kinds, signal, clock, properties.retention());
  }
}
