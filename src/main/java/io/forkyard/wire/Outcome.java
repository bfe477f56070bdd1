package io.forkyard.wire;

/** What became of a call. The order is the wire's: add at the end only. */
public enum Outcome {
  /** It has a value. */
  VALUE,
  /** What it asks for makes no sense, or is too large. */
  INVALID,
  /** It makes sense and is not possible now. */
  REFUSED,
  /** The service could not do it. */
  FAILED,
  /** The child gave up, or the task ended, before anything was done. */
  GIVEN_UP
}
