package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells those who wait for a map, and those who follow all of them. */
record MapChanges(ChangeSignal signal, Consumer<MapChanged> events) {

  /** It may have ended. Call it after the change is stored. */
  void tell(UUID map) {
    tellProgress(map);
    signal.changed(Maps.endTopic(map));
  }

  /** The same of one that goes on, which concerns nobody who waits for its end. */
  void tellProgress(UUID map) {
    signal.changed(Maps.topic(map));
    events.accept(new MapChanged(map));
  }
}
