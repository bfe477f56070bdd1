package io.forkyard.job;

import io.forkyard.storage.ChangeSignal;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells those who wait for a map, and those who follow all of them. */
record MapChanges(ChangeSignal signal, Consumer<MapChanged> events) {

  /** Call it after the change is stored. */
  void tell(UUID map) {
    signal.changed(Maps.topic(map));
    events.accept(new MapChanged(map));
  }
}
