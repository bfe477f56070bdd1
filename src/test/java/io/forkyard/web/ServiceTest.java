package io.forkyard.web;

import io.forkyard.TestData;
import io.forkyard.storage.TestPostgres;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A whole service that is called over real HTTP. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class ServiceTest {

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    TestPostgres.properties(registry);
    registry.add("forkyard.data-dir", () -> TestData.folder("web"));
    registry.add("forkyard.classpath", () -> "target/test-classes");
    registry.add("forkyard.keep-alive", () -> "200ms");
  }
}
