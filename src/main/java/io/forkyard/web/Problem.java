package io.forkyard.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every error that a caller can meet. The name is the end of its {@code type} and of the address of
 * the page that explains it, so it is part of the contract.
 */
enum Problem {
  INVALID_REQUEST(
      400,
      "Invalid request",
      "ValueError",
      "A field or a parameter is missing, unknown, of a wrong type or out of range. `field` names"
          + " it, `expected` says what would be right."),
  UNREADABLE_REQUEST(
      400,
      "Unreadable request",
      null,
      "The request is not HTTP, its address is malformed, or its body is not JSON."),
  UNAUTHORIZED(
      401,
      "A token is needed",
      null,
      "Send `Authorization: Bearer TOKEN` with the token that this service was started with."),
  FOREIGN_ORIGIN(
      403,
      "Foreign origin",
      null,
      "A browser sent this for a page of another site. Only pages of this service may call it."),
  NOT_FOUND(
      404,
      "Not found",
      "KeyError",
      "There is nothing of this name or id, or it has been deleted, or there is no such address."),
  METHOD_NOT_ALLOWED(
      405,
      "Method not allowed",
      null,
      "This address does not know the method. The header `Allow` lists those that it knows."),
  NOT_ACCEPTABLE(
      406, "Not acceptable", null, "The answer does not exist in a form that `Accept` allows."),
  HUNG_UP(
      408,
      "The caller has hung up",
      null,
      "The caller has closed the connection, or its sending side, before it was answered. Nothing"
          + " was changed."),
  CONFLICT(
      409,
      "There is another of this name",
      "ValueError",
      "It exists with other settings, and stays as it is. Delete it first, or take another name."),
  QUEUE_FULL(
      409,
      "The queue is full",
      "queue.Full",
      "There was no room in time. Nothing was put. Try again later, or wait longer."),
  QUEUE_CLOSED(
      409,
      "The queue is closed",
      "ValueError",
      "The queue was closed. It takes and gives nothing any more; its items can still be read."),
  NOT_LENT(
      409,
      "The item is not lent",
      "ValueError",
      "Nothing is lent under this token: the lease has ended, or the item was sent back or"
          + " acknowledged already."),
  TASK_DONE_EXCESS(
      409,
      "Nothing is unfinished",
      "ValueError",
      "task-done was called more often than there were items put."),
  LOCK_HELD(
      409,
      "The lock is held",
      null,
      "Somebody else held the lock all the time; `holder` and `since` tell who. Try again later, or"
          + " wait longer."),
  LOCK_NOT_HELD(
      409,
      "The lock is not held",
      "ValueError",
      "Nobody holds the lock, so it cannot be released or renewed. For a re-entrant lock it is an"
          + " `AssertionError`."),
  NOT_OWNER(
      409,
      "The token does not hold the lock",
      "ValueError",
      "The lease has ended, an operator has broken the lock, or the token was never its holder's."
          + " What the lock protects may be in other hands. For a re-entrant lock it is an"
          + " `AssertionError`."),
  SEMAPHORE_EXHAUSTED(
      409,
      "No permit is left",
      null,
      "There was no permit in time. Nothing was taken. Try again later, or wait longer."),
  SEMAPHORE_EXCESS(
      409,
      "The semaphore was released too often",
      "ValueError",
      "A bounded semaphore never has more permits than it was created with, and none more than"
          + " 2147483647."),
  POOL_CLOSED(
      409,
      "The pool is closed",
      "ValueError",
      "The pool was closed or terminated. It takes no jobs until it was joined and put again."),
  POOL_RUNNING(
      409,
      "The pool is running",
      "ValueError",
      "Only a pool that was closed or terminated can be joined."),
  POOL_BUSY(
      409,
      "The pool is busy",
      null,
      "Jobs of the pool run or wait. A pool can be deleted when it has none."),
  DEFAULT_POOL(409, "The default pool stays", null, "The pool named `default` always exists."),
  ALREADY_FINISHED(
      409, "The job has finished", null, "A job that has ended cannot be stopped any more."),
  NO_THREADS(
      409,
      "No threads to show",
      null,
      "The process has ended, or it does not answer: it is starting, or stopped by a signal."),
  NOT_FINISHED(
      409,
      "The job has not finished",
      null,
      "Only a job that has ended can be deleted. Terminate it first, or wait for its end."),
  ARTIFACT_IN_USE(
      409, "The jar is in use", null, "A job that waits or runs has this jar on its class path."),
  IDEMPOTENCY_KEY_IN_USE(
      409,
      "The first request is under way",
      null,
      "A request with the same `Idempotency-Key` is being worked on and has made nothing yet. Send"
          + " this one again later."),
  TOO_LARGE(413, "Too large", null, "The body is larger than this service takes."),
  ADDRESS_TOO_LONG(414, "The address is too long", null, "The address is longer than allowed."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "Unsupported media type",
      null,
      "A body must be `application/json`, an uploaded jar `application/java-archive`, neither"
          + " compressed."),
  MISDIRECTED_REQUEST(
      421,
      "Misdirected request",
      null,
      "The header `Host` names a host that this service does not answer for. The setting"
          + " `forkyard.security.allowed-hosts` adds names."),
  NOT_A_JAR(422, "Not a jar", null, "The uploaded file cannot be read as a jar."),
  IDEMPOTENCY_KEY_REUSED(
      422,
      "The key stands for another request",
      "ValueError",
      "This `Idempotency-Key` came before, at the same address and with another body. A new request"
          + " needs a new key."),
  POOL_BACKLOG_FULL(
      429,
      "The backlog is full",
      "queue.Full",
      "As many jobs of the pool wait as its `maxPending` allows. Try again later."),
  TOO_MANY_WAITERS(
      429,
      "Too many callers wait",
      null,
      "As many callers are blocked as the service allows. Try again later, or without blocking."),
  TOO_MANY_QUEUES(
      429,
      "Too many queues",
      null,
      "There are as many queues as the service allows. Delete one first."),
  TOO_MANY_LOCKS(
      429,
      "Too many locks",
      null,
      "There are as many locks as the service allows. Delete one first."),
  TOO_MANY_SEMAPHORES(
      429,
      "Too many semaphores",
      null,
      "There are as many semaphores as the service allows. Delete one first."),
  TOO_MANY_EVENTS(
      429,
      "Too many events",
      null,
      "There are as many events as the service allows. Delete one first."),
  TOO_MANY_PROCESSES(
      429,
      "Too many processes",
      "BlockingIOError",
      "As many child JVMs live as `forkyard.max-processes` allows. Try again when one has ended."),
  TOO_MANY_READERS(
      429,
      "Too many follow the changes",
      null,
      "As many callers follow the changes as `forkyard.changes.max-readers` allows."),
  HEADERS_TOO_LARGE(431, "The headers are too large", null, "The headers are larger than allowed."),
  INTERNAL_ERROR(
      500,
      "Internal error",
      null,
      "Something went wrong inside the service. Its log has the cause under the `id` given here."),
  NOT_IMPLEMENTED(501, "Not implemented", null, "The service does not know this way of transfer."),
  VERSION_NOT_SUPPORTED(
      505, "HTTP version not supported", null, "The service speaks HTTP/1.0 and HTTP/1.1."),
  UNAVAILABLE(
      503,
      "Unavailable",
      null,
      "The service is stopping or starting, its store cannot be used just now, as when its disk is"
          + " full, it can start no process, or the node that has what is asked for does not answer."
          + " Try again later. Only when `detail` says that it is unknown whether something was"
          + " stored or done may it have been.");

  private final int status;
  private final String title;
  private final @Nullable String exception;
  private final String explanation;

  Problem(int status, String title, @Nullable String exception, String explanation) {
    this.status = status;
    this.title = title;
    this.exception = exception;
    this.explanation = explanation;
  }

  static Optional<Problem> named(String slug) {
    return Arrays.stream(values()).filter(problem -> problem.slug().equals(slug)).findFirst();
  }

  /** What tells a status best when nothing else is known. */
  static Problem ofStatus(int status) {
    return Arrays.stream(values())
        .filter(problem -> problem.status == status && problem != INVALID_REQUEST)
        .findFirst()
        .orElse(status < 500 ? UNREADABLE_REQUEST : INTERNAL_ERROR);
  }

  /** The name in addresses. */
  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String type() {
    return "/problems/" + slug();
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** The name of the exception that a Python program would see here. */
  @Nullable String exception() {
    return exception;
  }

  String explanation() {
    return explanation;
  }
}
