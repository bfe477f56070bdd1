package io.forkyard.pool;

import io.forkyard.job.Share;
import io.forkyard.process.CallHandler;
import io.forkyard.process.CallRefusedException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the code of one attempt asks for and tells. */
final class JobCalls implements CallHandler {

  private final CallDesk desk;
  private final ProgressNotes notes;
  private final Caller caller;
  private final String token;

  /** Written by the child's reader alone. */
  private volatile @Nullable Double progress;

  JobCalls(CallDesk desk, ProgressNotes notes, Caller caller, String token) {
    this.desk = desk;
    this.notes = notes;
    this.caller = caller;
    this.token = token;
  }

  @Override
  public Supplier<String> call(String op, String json)
      throws CallRefusedException, InterruptedException {
    return desk.perform(caller, op, json);
  }

  @Override
  public void progress(double share) {
    progress = share;
    notes.note(new Share(caller.id(), token, share));
  }

  /** What it told last; written with its end, whatever the notes had time for. */
  @Nullable Double lastProgress() {
    return progress;
  }
}
