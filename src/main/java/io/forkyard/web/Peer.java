package io.forkyard.web;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/**
 * The caller's end of the connection of one request. While the request's own thread waits, others
 * may ask whether the caller is still there; at any other time only that thread may, as it may be
 * reading or writing.
 *
 * <p>A caller that has closed only its sending side cannot be told from one that has closed all,
 * and so has hung up, too.
 */
final class Peer {

  static final String ATTRIBUTE = Peer.class.getName();

  /** What Tomcat says is there to be read when the connection is closed or broken. */
  private static final int END = 1;

  private final Request request;
  private final Thread thread = Thread.currentThread();

  /** This and the next are guarded by the monitor. */
  private boolean waiting;

  private boolean gone;

  Peer(Request request) {
    this.request = request;
  }

  /**
   * Reads without blocking: nothing when the caller waits, more when it has sent a next request.
   */
  synchronized boolean gone() {
    if (!gone && (waiting || Thread.currentThread() == thread)) {
      request.action(ActionCode.AVAILABLE, Boolean.TRUE);
      gone = request.getAvailable() == END;
    }
    return gone;
  }

  synchronized void startWaiting() {
    waiting = true;
  }

  /** Ends the wait of a caller that has gone. */
  synchronized void check() {
    if (waiting && gone()) {
      thread.interrupt();
    }
  }

  /** From here on nobody interrupts. */
  synchronized void stopWaiting() {
    waiting = false;
    if (gone) {
      Thread.interrupted();
    }
  }
}
