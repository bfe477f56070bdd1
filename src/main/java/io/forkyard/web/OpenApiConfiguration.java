package io.forkyard.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the API document says about the whole; operations and fields speak for themselves. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final String TOKEN = "token";

  private static final String DESCRIPTION =
      """
      Python's `multiprocessing` as a service for the JVM: every job runs in a child JVM of its own, \
      taken from a pool of bounded size, and its end is told truly.

      Durations are seconds as decimal numbers, instants RFC 3339 in UTC, errors RFC 9457. Unknown \
      fields and parameters are refused.\
      """;

  @Bean
  OpenAPI document(ObjectProvider<BuildProperties> build) {
    BuildProperties properties = build.getIfAvailable();
    return new OpenAPI()
        .info(
            new Info()
                .title("Forkyard")
                .version(properties == null ? "development" : properties.getVersion())
                .description(DESCRIPTION)
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0")))
        .servers(List.of(new Server().url("/").description("This service")))
        .components(new Components().addSecuritySchemes(TOKEN, bearer()))
        // Without a token configured none is needed.
        .security(List.of(new SecurityRequirement().addList(TOKEN), new SecurityRequirement()));
  }

  private static SecurityScheme bearer() {
    return new SecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description("The token that the service was started with, if it was");
  }

  @Bean
  GlobalOperationCustomizer problemsOfOperations() {
    return new ProblemExamples();
  }

  @Bean
  GlobalOperationCustomizer keysOfOperations() {
    return new RepeatableDocs();
  }

  @Bean
  GlobalOpenApiCustomizer examplesOfBodies() {
    return new BodyExamples();
  }

  @Bean
  GlobalOpenApiCustomizer nullableFields() {
    return new NullableFields();
  }
}
