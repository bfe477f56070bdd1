package io.forkyard.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ProcessConfigurationTest {

  @TempDir private Path dataDir;

  @Test
  void makesTheChildrenAndTheirJars() {
    new ApplicationContextRunner()
        .withUserConfiguration(ProcessConfiguration.class, Properties.class)
        .withPropertyValues("forkyard.data-dir=" + dataDir)
        .run(context -> {
          assertThat(context).hasSingleBean(Children.class);
          assertThat(context.getBean(ChildJars.class).examples()).exists();
        });
    assertThat(dataDir.resolve("run")).isEmptyDirectory();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ProcessProperties.class)
  static class Properties {}
}
