package io.forkyard.pool;

import io.forkyard.job.Jobs;
import io.forkyard.process.CallRefusedException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** A job cancels one that it has submitted. */
final class CancelOperation implements Operation {

  private final Supplier<Pools> pools;
  private final Jobs jobs;

  CancelOperation(Supplier<Pools> pools, Jobs jobs) {
    this.pools = pools;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "cancel";
  }

  /** Whether one that runs is terminated, or only one that waits never starts. */
  private record Request(UUID id, boolean running) {}

  @Override
  public Supplier<String> perform(Caller caller, String json) throws CallRefusedException {
    Request request = CallJson.read(json, Request.class);
    if (jobs.awaitChild(request.id(), caller.id(), Duration.ZERO).isEmpty()) {
      throw CallRefusedException.failed("There is no job " + request.id() + " of this one");
    }
    boolean cancelled =
        request.running() ? terminate(request.id()) : pools.get().cancel(request.id());
    return () -> String.valueOf(cancelled);
  }

  private boolean terminate(UUID id) {
    return switch (pools.get().terminate(id, pools.get().grace())) {
      case Stopped.Cancelled cancelled -> true;
      case Stopped.Stopping stopping -> true;
      case Stopped.AlreadyFinished ended -> false;
      case Stopped.NotFound() -> false;
    };
  }
}
