package io.forkyard.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What Spring MVC does for every operation. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

  private final StopGate stopGate;
  private final JsonMapper json;

  WebConfiguration(StopGate stopGate, JsonMapper json) {
    this.stopGate = stopGate;
    this.json = json;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(stopGate).addPathPatterns("/v1/**");
    registry.addInterceptor(new KnownParameters()).addPathPatterns("/v1/**");
    registry.addInterceptor(new NoBody(json)).addPathPatterns("/v1/**");
  }
}
