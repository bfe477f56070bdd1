package io.forkyard.pool;

/** What became of a wish to end a process. */
public sealed interface Signalled {
  /** It was told to end, and will. */
  record Sent(ProcessStatus process) implements Signalled {}

  /** It had ended before; nothing happened. */
  record Ended(ProcessStatus process) implements Signalled {}

  /** There is no such process. */
  record NotFound() implements Signalled {}
}
