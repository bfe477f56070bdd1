package io.forkyard.web;

import io.forkyard.pool.Pools;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Sends newcomers away while the service stops. */
@Component
final class StopGate implements HandlerInterceptor {

  private static final Duration BACK_SOON = Duration.ofSeconds(5);

  private final Pools pools;

  StopGate(Pools pools) {
    this.pools = pools;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    check();
    return true;
  }

  /** For who has waited in vain. */
  void check() {
    if (pools.stopping()) {
      throw stopping();
    }
  }

  /** Asks to come back. */
  ProblemException stopping() {
    return new ProblemException(Problem.UNAVAILABLE, "The service is stopping")
        .retryAfter(BACK_SOON);
  }
}
