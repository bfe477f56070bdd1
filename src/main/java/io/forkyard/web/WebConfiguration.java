package io.forkyard.web;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.bind.support.ConfigurableWebBindingInitializer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
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

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
    converters.withJsonConverter(new SizedJson(json));
  }

  @Bean
  static WebMvcRegistrations mapping() {
    return new WebMvcRegistrations() {

      @Override
      public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new ShapeMapping();
      }
    };
  }

  /** Operations take texts as they came and read them by rules of their own. */
  @Bean
  static ConfigurableWebBindingInitializer asTheyCame() {
    return new ConfigurableWebBindingInitializer();
  }
}
