package io.forkyard.process;

/** What the scheduler of the operating system says of a process. */
public enum OsState {
  RUNNING,
  SLEEPING,
  /** In a call that no signal interrupts. */
  DISK_SLEEP,
  STOPPED,
  /** Ended, and not yet asked for its exit code. */
  ZOMBIE,
  IDLE,
  UNKNOWN;

  static OsState of(char letter) {
    return switch (letter) {
      case 'R' -> RUNNING;
      case 'S' -> SLEEPING;
      case 'D' -> DISK_SLEEP;
      case 'T', 't' -> STOPPED;
      case 'Z', 'X' -> ZOMBIE;
      case 'I' -> IDLE;
      default -> UNKNOWN;
    };
  }
}
