package io.forkyard.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What happens when an event does not come in time. */
final class Patience {

  private Patience() {}

  /** Runs something on a thread of its own unless the event comes within the limit. */
  static void within(Duration limit, CompletableFuture<?> event, Runnable otherwise) {
    event
        .copy()
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((_, failure) -> {
          if (!event.isDone()) {
            Thread.startVirtualThread(otherwise);
          }
        });
  }
}
