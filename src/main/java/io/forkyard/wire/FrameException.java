package io.forkyard.wire;

import java.io.IOException;

/** A frame that breaks the rules of the wire; the other side cannot be understood any more. */
public final class FrameException extends IOException {

  FrameException(String message) {
    super(message);
  }
}
