package io.forkyard.process;

import org.jspecify.annotations.Nullable;

/** A child did not get as far as being ready. Carries all that is known of why. */
public final class StartFailedException extends RuntimeException {

  private final long pid;
  private final transient @Nullable Integer exitCode;
  private final String stderr;
  private final String jvmLog;
  private final boolean noRoom;

  /** A child that is there, but of no use to its pool. */
  public StartFailedException(Child child, String message, @Nullable Integer exitCode) {
    this("child " + child.name() + ": " + message, child.pid(), exitCode, "", "");
  }

  StartFailedException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StartFailedException(String message, Throwable cause, boolean noRoom) {
    super(message, cause);
    this.noRoom = noRoom;
    this.pid = 0;
    this.exitCode = null;
    this.stderr = "";
    this.jvmLog = "";
  }

  StartFailedException(
      String message, long pid, @Nullable Integer exitCode, String stderr, String jvmLog) {
    super(stderr.isBlank() ? message : message + ": " + stderr.strip());
    this.pid = pid;
    this.exitCode = exitCode;
    this.stderr = stderr;
    this.jvmLog = jvmLog;
    this.noRoom = false;
  }

  static StartFailedException noRoom(String message, Throwable cause) {
    return new StartFailedException(message + ": the disk of the data folder is full", cause, true);
  }

  /** Whether the disk was full, which is nobody's fault and ends by itself. */
  public boolean noRoom() {
    return noRoom;
  }

  /** The process that was started, 0 when there was none. */
  public long pid() {
    return pid;
  }

  /** Its exit code, null when it had to be killed or was never there. */
  public @Nullable Integer exitCode() {
    return exitCode;
  }

  /** The end of what it printed to stderr. */
  public String stderr() {
    return stderr;
  }

  /** What the JVM itself had to say. */
  public String jvmLog() {
    return jvmLog;
  }
}
