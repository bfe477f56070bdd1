package io.forkyard.pool;

import io.forkyard.process.CallRefusedException;
import java.util.function.Supplier;

/**
 * One thing that a job's code may ask of the service. What of this package jobs may ask for is
 * listed in {@link PoolConfiguration}; others come with {@link Operations}.
 */
public interface Operation {

  /** What the child calls it. */
  String name();

  /**
   * Does it, on a thread that is interrupted when the caller gives up or ends.
   *
   * @param json comes from a job and is not trusted; see {@link CallJson#read}
   * @return makes the answer's JSON when it is its turn to be sent
   * @throws InterruptedException if nothing was done because of the interrupt
   */
  Supplier<String> perform(Caller caller, String json)
      throws CallRefusedException, InterruptedException;
}
