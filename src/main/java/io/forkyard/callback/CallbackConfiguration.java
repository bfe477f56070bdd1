package io.forkyard.callback;

import io.forkyard.job.Deliveries;
import io.forkyard.queue.Queues;
import io.forkyard.storage.ChangeSignal;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

  @Bean
  AllowedUrls allowedUrls(CallbackProperties properties) {
    return new AllowedUrls(properties.allow());
  }

  @Bean
  Poster poster(AllowedUrls allowed, CallbackProperties properties) {
    return new Poster(allowed, properties);
  }

  @Bean
  Putter putter(Queues queues, Deliveries deliveries) {
    return new Putter(queues, deliveries);
  }

  @Bean
  Deliverer deliverer(
      Deliveries deliveries,
      Contents contents,
      Poster poster,
      Putter putter,
      ChangeSignal signal,
      Clock clock,
      CallbackProperties properties,
      ApplicationEventPublisher events) {
    return new Deliverer(
        deliveries, contents, poster, putter, signal, clock, properties, events::publishEvent);
  }
}
