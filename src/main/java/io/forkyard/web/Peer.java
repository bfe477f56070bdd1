package io.forkyard.web;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/**
 * The caller's end of the connection of one request. While the request's own thread waits, others
 * may ask whether the caller is still there; at any other time only that thread may, as it may be
 * reading or writing.
 *
 * <p>A caller that has closed only its sending side cannot be told from one that has closed all,
 * and so has hung up, too. One that has sent more behind its request cannot be seen to leave, as
 * only that would be read: RFC 9112, 9.3.2, advises against sending anything behind a POST.
 */
final class Peer {

  static final String ATTRIBUTE = Peer.class.getName();

  /**
   * What Tomcat says is there to be read when the connection is closed or broken, as often as it
   * tries to read. It says the same of one byte of a next request, but either only once or also
   * when it is not to try.
   */
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
      gone = available(true) == END && available(false) == 0 && available(true) == END;
    }
    return gone;
  }

  private int available(boolean read) {
    request.action(ActionCode.AVAILABLE, read);
    return request.getAvailable();
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
