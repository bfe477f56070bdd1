package io.forkyard.process;

import io.forkyard.wire.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values on their way to one child that must not be lost with it, by their calls. */
final class Parcels {

  /**
   * What may be on the way to one child together, in characters, like its calls: a child that takes
   * and takes and never says that it has received anything must not fill the service's memory. One
   * value alone is smaller.
   */
  static final long MOST = 64L * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Parcels.class);

  private final String child;
  private final Map<Long, Sent> onTheWay = new ConcurrentHashMap<>();
  private final AtomicLong weight = new AtomicLong();
  private volatile boolean gone;

  Parcels(String child) {
    this.child = child;
  }

  private record Sent(Parcel parcel, int weight) {}

  /**
   * Before it is sent.
   *
   * @throws CallRefusedException if too much is on the way; then it was taken back
   */
  void add(Message.Call call, Parcel parcel) throws CallRefusedException {
    if (!reserve(parcel.weight())) {
      takeBack(parcel);
      throw CallRefusedException.refused(
          "The process has not received what is on its way to it; no more is sent");
    }
    onTheWay.put(call.id(), new Sent(parcel, call.weight()));
    if (gone) {
      takeBack(remove(call.id()));
    }
  }

  private boolean reserve(long more) {
    long before = weight.getAndUpdate(now -> now + more > MOST ? now : now + more);
    return before + more <= MOST;
  }

  private @Nullable Sent remove(long call) {
    Sent sent = onTheWay.remove(call);
    if (sent != null) {
      weight.addAndGet(-sent.parcel().weight());
    }
    return sent;
  }

  /** Whether the call goes on until the child has said what came of its value. */
  boolean has(long call) {
    return onTheWay.containsKey(call);
  }

  /** Gives the weight of the call, which is over now; none if it was over before. */
  int received(Message.Received received) {
    Sent sent = remove(received.id());
    if (!received.kept()) {
      takeBack(sent);
    }
    return sent == null ? 0 : sent.weight();
  }

  /** The child is gone, and all that it has said was heard. */
  void gone() {
    gone = true;
    onTheWay.keySet().forEach(call -> takeBack(remove(call)));
  }

  private void takeBack(@Nullable Sent sent) {
    if (sent != null) {
      Thread.ofVirtual().name("parcel-" + child).start(() -> takeBack(sent.parcel()));
    }
  }

  private void takeBack(Parcel parcel) {
    try {
      parcel.takeBack();
    } catch (RuntimeException e) {
      log.error("What child {} has not received could not be taken back", child, e);
    }
  }
}
