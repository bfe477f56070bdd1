package io.forkyard.process;

import java.util.function.Supplier;

/** Answers what the code of one task asks of the service. */
public interface CallHandler {

  /**
   * Does what is asked, on a thread of the call's own, which is interrupted when the child gives up
   * or the task ends. Then it either answers all the same, or has changed nothing.
   *
   * @param op what is asked for; like the rest it comes from a job and is not trusted
   * @return a {@link Parcel} if it would be a loss, should the child not receive it; makes the JSON
   *     of the value when its turn to be sent has come, so that values do not pile up before a
   *     child that does not read them
   * @throws CallRefusedException if it is not done, with the reason
   * @throws InterruptedException if nothing was done because of the interrupt
   */
  Supplier<String> call(String op, String json) throws CallRefusedException, InterruptedException;

  /**
   * Hears of the task's progress, on the thread that reads the child's words: it must not wait.
   * Only an {@link Assignment} that says so has one.
   */
  default void progress(double share) {}
}
