package io.forkyard.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What Spring MVC does for every operation. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

  private final StopGate stopGate;

  WebConfiguration(StopGate stopGate) {
    this.stopGate = stopGate;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(stopGate).addPathPatterns("/v1/**");
    registry.addInterceptor(new KnownParameters()).addPathPatterns("/v1/**");
  }
}
