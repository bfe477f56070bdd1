package io.forkyard.child;

import io.forkyard.child.json.Json;
import io.forkyard.child.json.Values;
import io.forkyard.wire.Fault;
import io.forkyard.wire.FrameException;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the items of a chunk one after the other. What became of one is on its way to the service
 * before the next begins, so that a death costs only the item that runs.
 */
final class Items {

  private final Message.Chunk chunk;
  private final Class<?> type;
  private final @Nullable List<Method> methods;
  private final @Nullable Object named;
  private final Inbox inbox;
  private final FrameWriter out;

  /**
   * Finds the target.
   *
   * @throws TaskException if there is none, or if it is a program
   */
  Items(Message.Chunk chunk, ClassLoader loader, Inbox inbox, FrameWriter out) {
    String target = chunk.task().target();
    String method = Call.method(target);
    this.chunk = chunk;
    this.type = Call.type(target, loader);
    this.methods = method == null ? null : Methods.named(method, type);
    this.named = Json.parse(chunk.task().kwargs());
    this.inbox = inbox;
    this.out = out;
    if (method == null && Mains.find(type) != null) {
      throw new TaskException(
          Fault.TARGET_NOT_FOUND,
          type.getName()
              + " has a main: a program ends with its process, so it cannot run for each item of a"
              + " map; name a method of it");
    }
  }

  /** Returns early when the chunk is to stop. */
  void run() throws IOException {
    for (String item : chunk.items()) {
      if (inbox.cancelled()) {
        return;
      }
      send(outcome(item));
    }
  }

  private Message.Item outcome(String item) {
    String attempt = chunk.task().attempt();
    try {
      String json = Values.write(call(item).invoke(), chunk.task().maxResult());
      return new Message.Item(attempt, json, null);
    } catch (Throwable e) {
      Output.flush();
      return new Message.Item(attempt, "", Complaints.of(attempt, e));
    }
  }

  private Call call(String item) throws NoSuchMethodException {
    Object value = Json.parse(item);
    Object positional = chunk.star() ? value : alone(value);
    Arguments arguments = Arguments.of(positional, named);
    List<Method> known = methods;
    return known == null ? Call.whole(type, arguments) : Call.of(type, known, arguments);
  }

  private static List<@Nullable Object> alone(@Nullable Object value) {
    List<@Nullable Object> one = new ArrayList<>(1);
    one.add(value);
    return one;
  }

  private void send(Message.Item outcome) throws IOException {
    try {
      out.write(outcome);
    } catch (FrameException e) {
      String attempt = outcome.attempt();
      TaskException tooLarge =
          new TaskException(Fault.UNSERIALIZABLE_RESULT, "the result: " + e.getMessage());
      out.write(new Message.Item(attempt, "", Complaints.of(attempt, tooLarge)));
    }
  }
}
