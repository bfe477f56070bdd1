package io.forkyard.job;

/** Who gets a finished job. */
public sealed interface Receiver {

  /**
   * A web server.
   *
   * @param url checked for form when it was accepted; whether it is still allowed is asked again
   *     each time
   */
  record Url(String url) implements Receiver {}
}
