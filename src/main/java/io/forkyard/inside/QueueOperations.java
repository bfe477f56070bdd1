package io.forkyard.inside;

import io.forkyard.pool.CallJson;
import io.forkyard.pool.Caller;
import io.forkyard.pool.Operation;
import io.forkyard.process.CallRefusedException;
import io.forkyard.queue.Added;
import io.forkyard.queue.ItemPage;
import io.forkyard.queue.Opening;
import io.forkyard.queue.QueueProperties;
import io.forkyard.queue.QueueSettings;
import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import io.forkyard.queue.Taken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What jobs may do with queues. A job that waits for an item keeps its place in the pool. */
final class QueueOperations {

  private static final String QUEUE = "queue";

  /** Most items of one answer. */
  private static final int MOST = 1000;

  private final Queues queues;
  private final long maxItemSize;

  QueueOperations(Queues queues, QueueProperties properties) {
    this.queues = queues;
    maxItemSize = properties.maxItemSize().toBytes();
  }

  List<Operation> all() {
    return List.of(
        new SharedOperation<>("queue.open", Open.class, (caller, request) -> open(request)),
        new SharedOperation<>("queue.put", Put.class, this::put),
        new SharedOperation<>("queue.take", Take.class, this::take),
        new SharedOperation<>(
            "queue.taskDone", Asked.Name.class, (caller, asked) -> taskDone(asked)),
        new SharedOperation<>("queue.join", Join.class, (caller, request) -> join(request)),
        new SharedOperation<>("queue.status", Asked.Name.class, (caller, asked) -> status(asked)),
        new SharedOperation<>("queue.items", Items.class, (caller, request) -> items(request)),
        new SharedOperation<>("queue.clear", Asked.Name.class, (caller, asked) -> clear(asked)));
  }

  /** Without a {@code maxsize} the queue must be there. */
  private record Open(String name, @Nullable Integer maxsize) implements Asked.Shared {}

  /** The item is a text of JSON; the time-out is in milliseconds, null waits to the end. */
  private record Put(String name, String item, @Nullable Long timeout) implements Asked.Shared {}

  private record Take(String name, int max, @Nullable Long timeout) implements Asked.Shared {}

  private record Join(String name, @Nullable Long timeout) implements Asked.Shared {}

  private record Items(String name, int limit, @Nullable Long after) implements Asked.Shared {}

  private record Status(int qsize, int room) {

    static Status of(QueueStatus queue) {
      int room = queue.maxsize() - queue.qsize() - queue.lent();
      return new Status(queue.qsize(), queue.maxsize() == 0 ? Integer.MAX_VALUE : room);
    }
  }

  private Supplier<String> open(Open wanted) throws CallRefusedException {
    Integer maxsize = wanted.maxsize();
    QueueStatus queue = maxsize == null ? find(wanted.name()) : open(wanted.name(), maxsize);
    return SharedOperation.value(queue.maxsize());
  }

  private QueueStatus find(String name) throws CallRefusedException {
    return queues.find(name).orElseThrow(() -> Asked.unknown(QUEUE, name));
  }

  private QueueStatus open(String name, int maxsize) throws CallRefusedException {
    return switch (queues.open(name, new QueueSettings(maxsize, null))) {
      case Opening.Created(QueueStatus queue) -> queue;
      case Opening.Present(QueueStatus queue) -> queue;
      case Opening.Conflict(QueueStatus queue) ->
          throw Asked.conflict(QUEUE, name, "with a maxsize of " + queue.maxsize());
      case Opening.TooMany(int most) -> throw Asked.tooMany(QUEUE, most);
    };
  }

  private Supplier<String> put(Caller caller, Put put)
      throws CallRefusedException, InterruptedException {
    List<String> items = List.of(checked(put.item()));
    Added added =
        queues.put(put.name(), items, Asked.limit(put.timeout()), () -> caller.child().isAlive());
    return switch (added) {
      case Added.Stored _ -> SharedOperation.value(true);
      case Added.Full() -> SharedOperation.value(false);
      case Added.TooMany _, Added.Repeated() ->
          throw new IllegalStateException("One item fits into any queue");
      case Added.Refused refused -> throw Asked.refusal(QUEUE, put.name(), refused.why());
    };
  }

  private String checked(String item) throws CallRefusedException {
    String fault = CallJson.fault(item);
    if (fault != null) {
      throw CallRefusedException.invalid("The item is no JSON value: " + fault);
    }
    int bytes = item.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxItemSize) {
      throw CallRefusedException.invalid(
          "The item is of " + bytes + " bytes; this service takes " + maxItemSize);
    }
    return item;
  }

  private Supplier<String> take(Caller caller, Take take)
      throws CallRefusedException, InterruptedException {
    Taken taken =
        queues.get(
            take.name(),
            Math.clamp(take.max(), 1, MOST),
            null,
            Asked.limit(take.timeout()),
            () -> caller.child().isAlive());
    return ItemParcel.of(taken, take.name(), queues);
  }

  private Supplier<String> taskDone(Asked.Name asked) throws CallRefusedException {
    if (!queues.taskDone(asked.name())) {
      present(asked.name());
      throw CallRefusedException.failed("Nothing of the queue " + asked.name() + " is unfinished");
    }
    return SharedOperation.value(true);
  }

  /** Whether nothing is unfinished. */
  private Supplier<String> join(Join join) throws CallRefusedException, InterruptedException {
    QueueStatus queue =
        queues
            .join(join.name(), Asked.limit(join.timeout()))
            .orElseThrow(() -> Asked.gone(QUEUE, join.name()));
    boolean done = queue.unfinished() == 0;
    if (!done && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return SharedOperation.value(done);
  }

  private Supplier<String> status(Asked.Name asked) throws CallRefusedException {
    return SharedOperation.value(Status.of(present(asked.name())));
  }

  private QueueStatus present(String name) throws CallRefusedException {
    return queues.find(name).orElseThrow(() -> Asked.gone(QUEUE, name));
  }

  private Supplier<String> items(Items request) throws CallRefusedException {
    ItemPage page =
        queues
            .items(request.name(), request.after(), Math.clamp(request.limit(), 1, MOST))
            .orElseThrow(() -> Asked.gone(QUEUE, request.name()));
    return () ->
        "{\"items\":%s,\"last\":%d,\"more\":%b}"
            .formatted(ItemParcel.array(page.items()), page.last(), page.more());
  }

  private Supplier<String> clear(Asked.Name asked) throws CallRefusedException {
    if (!queues.clear(asked.name())) {
      throw Asked.gone(QUEUE, asked.name());
    }
    return SharedOperation.value(true);
  }
}
