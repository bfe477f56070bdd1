package io.forkyard.process;

import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import io.forkyard.wire.Message.Reply;
import io.forkyard.wire.Outcome;
import io.forkyard.wire.Wire;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one child that are under way, each on a virtual thread. A well-behaved child keeps
 * to {@link Wire#MAX_CALLS} by itself; one that does not is broken.
 */
final class Calls {

  private static final Logger log = LoggerFactory.getLogger(Calls.class);

  private final String child;
  private final Channel channel;
  private final Map<Long, Caller> underWay = new ConcurrentHashMap<>();
  private final Parcels parcels;
  private final AtomicLong weight = new AtomicLong();

  Calls(String child, Channel channel) {
    this.child = child;
    this.channel = channel;
    this.parcels = new Parcels(child);
  }

  /**
   * Begins a call; only the child's reader calls this.
   *
   * @param handler of the task that runs, or null when the call is about another
   */
  void begin(Message.Call call, @Nullable CallHandler handler) throws ProtocolException {
    if (weight.addAndGet(call.weight()) > Wire.MAX_CALLS) {
      throw new ProtocolException("it makes more calls at once than it may");
    }
    Thread thread =
        Thread.ofVirtual()
            .name("call-" + child + "-" + call.id())
            .unstarted(() -> answer(call, handler));
    if (underWay.putIfAbsent(call.id(), new Caller(call.attempt(), thread)) != null) {
      throw new ProtocolException("it used the id of a call twice");
    }
    thread.start();
  }

  void giveUp(long id) {
    Caller caller = underWay.get(id);
    if (caller != null) {
      caller.thread().interrupt();
    }
  }

  void received(Message.Received received) {
    weight.addAndGet(-parcels.received(received));
  }

  /** The child is gone, and all that it has said was heard. */
  void gone() {
    parcels.gone();
  }

  /** The attempt has ended; what its code still waits for is given up. */
  void end(String attempt) {
    underWay.values().stream()
        .filter(caller -> caller.attempt().equals(attempt))
        .forEach(caller -> caller.thread().interrupt());
  }

  private void answer(Message.Call call, @Nullable CallHandler handler) {
    Supplier<Reply> reply = reply(call, handler);
    channel.post(() -> {
      underWay.remove(call.id());
      if (!parcels.has(call.id())) {
        weight.addAndGet(-call.weight());
      }
      return frame(call, reply);
    });
  }

  private Supplier<Reply> reply(Message.Call call, @Nullable CallHandler handler) {
    Reply reply;
    try {
      if (handler == null) {
        throw CallRefusedException.failed(
            "Nothing can be asked here: the task has ended, or it is an initializer and so no job's");
      }
      Supplier<String> value = handler.call(call.op(), call.json());
      if (value instanceof Parcel parcel) {
        parcels.add(call, parcel);
      }
      return () -> new Reply(call.id(), Outcome.VALUE, value.get());
    } catch (CallRefusedException e) {
      reply = new Reply(call.id(), e.outcome(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      reply = new Reply(call.id(), Outcome.GIVEN_UP, "The call was given up.");
    } catch (RuntimeException e) {
      reply = failed(call, e);
    }
    Reply known = reply;
    return () -> known;
  }

  private byte[] frame(Message.Call call, Supplier<Reply> reply) throws IOException {
    try {
      return FrameWriter.bytes(reply.get());
    } catch (IOException | RuntimeException e) {
      return FrameWriter.bytes(failed(call, e));
    }
  }

  private Reply failed(Message.Call call, Exception e) {
    log.warn("A call of child {} could not be answered", child, e);
    return new Reply(call.id(), Outcome.FAILED, "The service could not do it; its log says why.");
  }

  private record Caller(String attempt, Thread thread) {}
}
