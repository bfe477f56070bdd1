package io.forkyard.process;

import io.forkyard.wire.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values on their way to one child that must not be lost with it, by their calls. */
final class Parcels {

  private static final Logger log = LoggerFactory.getLogger(Parcels.class);

  private final String child;
  private final Map<Long, Parcel> onTheWay = new ConcurrentHashMap<>();
  private volatile boolean gone;

  Parcels(String child) {
    this.child = child;
  }

  /** Before it is sent. */
  void add(long call, Parcel parcel) {
    onTheWay.put(call, parcel);
    if (gone) {
      takeBack(onTheWay.remove(call));
    }
  }

  void received(Message.Received received) {
    Parcel parcel = onTheWay.remove(received.id());
    if (!received.kept()) {
      takeBack(parcel);
    }
  }

  /** The child is gone, and all that it has said was heard. */
  void gone() {
    gone = true;
    onTheWay.keySet().forEach(call -> takeBack(onTheWay.remove(call)));
  }

  private void takeBack(@Nullable Parcel parcel) {
    if (parcel != null) {
      Thread.ofVirtual().name("parcel-" + child).start(() -> insist(parcel));
    }
  }

  private void insist(Parcel parcel) {
    try {
      parcel.takeBack();
    } catch (RuntimeException e) {
      log.error("What child {} has not received could not be taken back", child, e);
    }
  }
}
