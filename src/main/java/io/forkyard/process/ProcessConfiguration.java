package io.forkyard.process;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {

  @Bean
  ChildJars childJars(@Value("${forkyard.data-dir:./data}") String dataDir) {
    return new ChildJars(Path.of(dataDir));
  }

  @Bean
  Children children(
      @Value("${forkyard.data-dir:./data}") String dataDir,
      ChildJars jars,
      ProcessProperties properties) {
    return new Children(Path.of(dataDir), jars, properties);
  }
}
