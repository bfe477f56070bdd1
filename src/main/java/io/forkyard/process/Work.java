package io.forkyard.process;

import io.forkyard.wire.Message;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The task that a child has. Written by the child's reader, read by whoever sees its death. */
final class Work {

  private final String attempt;
  private final ItemListener items;
  private final @Nullable CallHandler handler;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private volatile boolean program;
  private volatile Ending.@Nullable Failed uncaught;

  Work(String attempt, ItemListener items, @Nullable CallHandler handler) {
    this.attempt = attempt;
    this.items = items;
    this.handler = handler;
  }

  /** Who answers its calls; null for a task that has none to make. */
  @Nullable CallHandler handler() {
    return handler;
  }

  CompletableFuture<Ending> ending() {
    return ending;
  }

  boolean is(String attempt) {
    return this.attempt.equals(attempt);
  }

  boolean program() {
    return program;
  }

  void becomeProgram() {
    program = true;
  }

  void threw(Ending.Failed failure) {
    uncaught = failure;
  }

  Ending gone(Exit exit) {
    return new Ending.Gone(exit, program, uncaught);
  }

  void item(Message.Item item) {
    Message.Complaint complaint = item.complaint();
    items.item(complaint == null ? new Ending.Returned(item.json(), 0) : failed(complaint));
  }

  void died() {
    items.died();
  }

  static Ending.Failed failed(Message.Complaint complaint) {
    return new Ending.Failed(
        complaint.fault(),
        complaint.exception(),
        complaint.message(),
        complaint.stackTrace(),
        complaint.peakMemory());
  }
}
