package io.forkyard.child;

import io.forkyard.child.json.Json;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.UnserializableException;
import io.forkyard.child.json.Values;
import io.forkyard.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Asks the service for a job. */
final class SubmitCall {

  private SubmitCall() {}

  /**
   * Arguments travel as JSON within JSON: so they come to the other job as they are written here.
   */
  static <T> Future<T> submit(
      Map<String, @Nullable Object> job, Class<T> type, String attempt, Calls calls) {
    Map<String, @Nullable Object> asked = job;
    asked.put("args", write(job.getOrDefault("args", List.of()), "args"));
    asked.put("kwargs", write(job.get("kwargs"), "kwargs"));
    String id = (String) Json.parse(calls.ask(attempt, "submit", write(asked, "job")));
    return new JobFuture<>(Objects.requireNonNull(id), type, attempt, calls);
  }

  private static String write(@Nullable Object value, String name) {
    try {
      return Values.write(value, Place.of(name), Wire.MAX_CALLS);
    } catch (UnserializableException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
