package io.forkyard.api;

import org.jspecify.annotations.Nullable;

/** Why a job that was submitted from another has no value. */
public final class JobFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final String jobId;
  private final String reason;
  private final @Nullable String type;
  private final @Nullable String detail;
  private final @Nullable String jobStackTrace;

  /** Made by Forkyard itself only. */
  public JobFailedException(
      String jobId,
      String reason,
      @Nullable String type,
      @Nullable String detail,
      @Nullable String jobStackTrace) {
    super(message(jobId, reason, type, detail));
    this.jobId = jobId;
    this.reason = reason;
    this.type = type;
    this.detail = detail;
    this.jobStackTrace = jobStackTrace;
  }

  /** The id of the job that failed. */
  public String jobId() {
    return jobId;
  }

  /** The reason, as the service shows it: {@code EXCEPTION}, {@code EXITED}, {@code TIMED_OUT}… */
  public String reason() {
    return reason;
  }

  /** The class name of the exception that the job threw, if it threw one. */
  public @Nullable String type() {
    return type;
  }

  /** The message of that exception, of the compiler or of the JVM. */
  public @Nullable String detail() {
    return detail;
  }

  /** The stack trace of that exception, with its causes, as text. */
  public @Nullable String jobStackTrace() {
    return jobStackTrace;
  }

  private static String message(
      String jobId, String reason, @Nullable String type, @Nullable String detail) {
    return "job "
        + jobId
        + " failed: "
        + reason
        + (type == null ? "" : ": " + type)
        + (detail == null ? "" : ": " + detail);
  }
}
