package io.forkyard.api;

import java.util.concurrent.TimeUnit;

/** Something that happens for all jobs, and for callers over HTTP: {@code threading.Event}. */
public interface SharedEvent {

  /** Ends all waits, and those to come until it is cleared. */
  void set();

  /** Lets the next waits wait. */
  void clear();

  /** Whether a wait would end at once. */
  boolean isSet();

  /** Waits until it is set. */
  void await() throws InterruptedException;

  /** Waits until it is set, and tells whether it was in time. */
  boolean await(long timeout, TimeUnit unit) throws InterruptedException;
}
