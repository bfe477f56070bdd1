package io.forkyard.wire;

/** What both sides of the pipes must agree on. */
public final class Wire {

  /** Version of the frames. */
  public static final int VERSION = 7;

  /** Environment variable with the token that the child's first frame repeats. */
  public static final String TOKEN_VARIABLE = "FORKYARD_CHILD_TOKEN";

  /** Descriptor of the child on which the service's frames arrive. */
  public static final int CHILD_READS = 3;

  /** Descriptor of the child to which its own frames go. */
  public static final int CHILD_WRITES = 4;

  /** Largest frame that either side accepts, in bytes. */
  public static final int MAX_FRAME = 64 * 1024 * 1024;

  /** What the calls of one child that are under way may weigh together, in characters. */
  public static final int MAX_CALLS = 64 * 1024 * 1024;

  /** What the smallest call weighs, so that there are never more than 1024 at once. */
  public static final int LEAST_CALL = 64 * 1024;

  /** Exit code of a child that has heard nothing of its service for too long: EX_UNAVAILABLE. */
  public static final int ALONE = 69;

  private Wire() {}
}
