package io.forkyard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.fixture.Counter;
import io.forkyard.job.Attempts;
import io.forkyard.job.Claim;
import io.forkyard.job.End;
import io.forkyard.job.Failure;
import io.forkyard.job.FailureReason;
import io.forkyard.job.Offer;
import io.forkyard.job.Slots;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Stops that meet a job between two of its states. */
class StopsTest extends PoolsTest {

  @Autowired Attempts attempts;

  @Test
  void jobWhoseAttemptFailsWhileItIsStoppedIsNotTriedAgain() throws Exception {
    pools.put("between", settings(1));
    CompletableFuture<Void> held = new CompletableFuture<>();
    pools.open("between").orElseThrow().post(held::join);
    UUID id = submit(job(Counter.class.getName() + "::raise", "[]").in("between").tried(9));
    Offer nobody = new Offer("token", "nobody", 1L << 30, "");
    Claim claim = attempts.claim("between", Slots.of(1), List.of(nobody)).claims().getFirst();
    FutureTask<Stopped> stop = new FutureTask<>(() -> pools.terminate(id, Duration.ZERO));
    Thread stopping = Thread.ofPlatform().start(stop);
    while (stopping.isAlive() && !waitsForAChange(stopping)) {
      Thread.onSpinWait();
    }

    Failure failure = Failure.of(FailureReason.EXITED, "It is gone.");
    attempts
        .finish(claim, new End(null, failure, 1, new byte[0], new byte[0], false))
        .getAsBoolean();

    assertThat(stop.get()).isInstanceOf(Stopped.Cancelled.class);
    held.complete(null);
  }

  private static boolean waitsForAChange(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("tryAcquire"));
  }
}
