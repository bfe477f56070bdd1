package io.forkyard.pool;

/** What became of a look at the threads of a process. */
public sealed interface ThreadDump {
  /** The stacks, as the JVM writes them. */
  record Taken(String text) implements ThreadDump {}

  /** It lives and does not answer: it is starting, or stopped by a signal. */
  record Silent() implements ThreadDump {}

  /** It has ended. */
  record Ended() implements ThreadDump {}

  /** There is no such process. */
  record NotFound() implements ThreadDump {}
}
