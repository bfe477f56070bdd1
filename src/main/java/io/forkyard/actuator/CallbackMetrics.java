package io.forkyard.actuator;

import io.forkyard.callback.DeliveryTried;
import io.forkyard.callback.DeliveryTried.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Counts the attempts to deliver finished jobs by their outcome. */
@Component
class CallbackMetrics {

  private final Map<Outcome, Counter> tried;

  CallbackMetrics(MeterRegistry registry) {
    tried =
        Arrays.stream(Outcome.values())
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    outcome -> registry.counter("forkyard.callbacks", "outcome", outcome.name())));
  }

  @EventListener
  void tried(DeliveryTried event) {
    Objects.requireNonNull(tried.get(event.outcome())).increment();
  }
}
