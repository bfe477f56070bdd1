package io.forkyard.code;

import io.forkyard.storage.DataDirectory;
import io.forkyard.storage.Database;
import io.forkyard.storage.Retained;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CodeConfiguration {

  @Bean
  ArtifactStore artifactStore(Database database) {
    return new ArtifactStore(database);
  }

  @Bean
  JarCache jarCache(ArtifactStore store, DataDirectory data) {
    return new JarCache(store, data.folder("cache/jars"));
  }

  @Bean
  Artifacts artifacts(ArtifactStore store, JarCache cache, Clock clock, CodeProperties properties) {
    return new Artifacts(store, cache, clock, properties.limits().artifact().toBytes());
  }

  @Bean
  Retained unusedArtifacts(ArtifactStore store, JarCache cache) {
    return new UnusedArtifacts(store, cache);
  }

  @Bean
  ClassPaths classPaths(
      ArtifactStore store, JarCache cache, Clock clock, CodeProperties properties) {
    return new ClassPaths(store, cache, clock, properties.classpath());
  }

  @Bean
  Sources sources(ArtifactStore store, DataDirectory data) {
    return new Sources(store, data.folder("cache/classes"));
  }
}
