package io.forkyard.child;

import io.forkyard.api.JobFailedException;
import io.forkyard.child.json.Json;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.Values;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A job that this one has submitted. The service knows how it stands; an end is remembered. */
final class JobFuture<T> implements Future<T> {

  private static final String CANCELLED = "CANCELLED";

  private final String id;
  private final Class<T> type;
  private final String attempt;
  private final Calls calls;

  /** How it ended, as the service has told. */
  private volatile @Nullable Map<?, ?> end;

  JobFuture(String id, Class<T> type, String attempt, Calls calls) {
    this.id = id;
    this.type = type;
    this.attempt = attempt;
    this.calls = calls;
  }

  @Override
  public boolean isDone() {
    return end != null || keep(calls.ask(attempt, "await", await(0))) != null;
  }

  @Override
  public boolean isCancelled() {
    return isDone() && state().equals(CANCELLED);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (end != null) {
      return false;
    }
    String json = "{\"id\":\"" + id + "\",\"running\":" + mayInterruptIfRunning + "}";
    boolean cancelled = Boolean.TRUE.equals(Json.parse(calls.ask(attempt, "cancel", json)));
    if (cancelled) {
      end = Map.of("state", CANCELLED);
    }
    return cancelled;
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    while (end == null) {
      keep(calls.askInterruptibly(attempt, "await", "{\"id\":\"" + id + "\"}"));
    }
    return value();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (end == null) {
      long milliseconds = Math.max(0, unit.toMillis(timeout));
      keep(calls.askInterruptibly(attempt, "await", await(milliseconds)));
    }
    if (end == null) {
      throw new TimeoutException("job " + id + " has not ended yet");
    }
    return value();
  }

  @Override
  public String toString() {
    return "job " + id;
  }

  private String await(long milliseconds) {
    return "{\"id\":\"" + id + "\",\"timeout\":" + milliseconds + "}";
  }

  private @Nullable Map<?, ?> keep(String told) {
    Map<?, ?> known = (Map<?, ?>) Json.parse(told);
    if (known != null && end == null) {
      end = known;
    }
    return end;
  }

  private String state() {
    return String.valueOf(Objects.requireNonNull(end).get("state"));
  }

  private T value() throws ExecutionException {
    Map<?, ?> ended = Objects.requireNonNull(end);
    switch (state()) {
      case "SUCCEEDED":
        return converted(ended.get("result"));
      case CANCELLED:
        throw new CancellationException("job " + id + " was cancelled");
      default:
        throw new ExecutionException(failure((Map<?, ?>) ended.get("failure")));
    }
  }

  /** The value may be null. As with a cast, one of another type is the caller's mistake. */
  @SuppressWarnings({"unchecked", "NullAway"})
  private T converted(@Nullable Object json) {
    try {
      return (T) Values.read(json, type, Place.of("result"));
    } catch (MismatchException e) {
      throw new ClassCastException("job " + id + ", " + e.getMessage());
    }
  }

  private JobFailedException failure(@Nullable Map<?, ?> failure) {
    Map<?, ?> told = failure == null ? Map.of() : failure;
    return new JobFailedException(
        id,
        String.valueOf(told.get("reason")),
        (String) told.get("type"),
        (String) told.get("message"),
        (String) told.get("stackTrace"));
  }
}
