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

  /**
   * A queue, which gets it as an item.
   *
   * @param name of one that was there when it was accepted
   */
  record Queue(String name) implements Receiver {}
}
