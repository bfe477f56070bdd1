package io.forkyard.pool;

import io.forkyard.process.CallHandler;
import io.forkyard.process.CallRefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/** Where the calls of jobs arrive: each goes to the operation that it names. */
final class CallDesk {

  private final Map<String, Operation> operations = new HashMap<>();
  private final ProgressNotes notes;
  private final DataSize longest;
  private final BooleanSupplier stopping;

  /**
   * Opens it.
   *
   * @param longest that a call may be
   * @param stopping whether the service stops
   */
  CallDesk(
      List<Operation> operations, ProgressNotes notes, DataSize longest, BooleanSupplier stopping) {
    operations.forEach(operation -> this.operations.put(operation.name(), operation));
    this.notes = notes;
    this.longest = longest;
    this.stopping = stopping;
  }

  /** Who answers the calls of work that has no progress to tell. */
  CallHandler of(Caller caller) {
    return (op, json) -> perform(caller, op, json);
  }

  /** Who answers the calls of one attempt at a job. */
  JobCalls of(Caller caller, String token) {
    return new JobCalls(this, notes, caller, token);
  }

  Supplier<String> perform(Caller caller, String op, String json)
      throws CallRefusedException, InterruptedException {
    Operation operation = operations.get(op);
    if (operation == null) {
      throw CallRefusedException.invalid("This service has no such operation");
    }
    if (json.length() > longest.toBytes()) {
      throw CallRefusedException.invalid(
          json.length() + " characters in a call; this service takes " + longest.toBytes());
    }
    try {
      return operation.perform(caller, json);
    } finally {
      if (stopping.getAsBoolean()) {
        // The job starts anew after the stop: it must not fail by what a stop looks like.
        caller.settled().join();
      }
    }
  }
}
