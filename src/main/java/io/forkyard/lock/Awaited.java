package io.forkyard.lock;

import io.forkyard.line.Refusal;

/** What became of a wait for an event. */
public sealed interface Awaited {

  /** It is set, or was set meanwhile. */
  record Happened() implements Awaited {}

  /** It was not set in time. */
  record Late() implements Awaited {}

  /** It could not be waited for. */
  record Refused(Refusal why) implements Awaited {}
}
