package io.forkyard.storage;

import org.springframework.context.SmartLifecycle;

/** The first step of a stop: whoever waits is answered, so that the web server can end. */
final class StopSignal implements SmartLifecycle {

  private final ChangeSignal signal;
  private volatile boolean running;

  StopSignal(ChangeSignal signal) {
    this.signal = signal;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    signal.close();
  }

  /** A stop is for good: children and waiters do not come back. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Started last, so stopped first. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
