package io.forkyard.child;

import io.forkyard.api.Forkyard;
import io.forkyard.api.SharedEvent;
import io.forkyard.api.SharedQueue;
import io.forkyard.api.SharedSemaphore;
import io.forkyard.child.json.Place;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Lock;

/** Arguments that are the names of shared things. */
final class SharedArguments {

  private SharedArguments() {}

  static boolean cover(Class<?> type) {
    return type == BlockingQueue.class
        || type == SharedQueue.class
        || type == Lock.class
        || type == SharedSemaphore.class
        || type == SharedEvent.class;
  }

  /** The thing of this name, which must be there. */
  static Object read(String name, Type type, Place place) {
    try {
      if (type == Lock.class) {
        return Forkyard.lock(name);
      } else if (type == SharedSemaphore.class) {
        return Forkyard.semaphore(name);
      }
      return type == SharedEvent.class ? Forkyard.event(name) : Forkyard.queue(name, item(type));
    } catch (IllegalArgumentException e) {
      throw Arguments.bad(place + ": " + e.getMessage());
    }
  }

  /** What the queue is declared to hold, as far as it is a class. */
  private static Class<?> item(Type queue) {
    if (queue instanceof ParameterizedType) {
      Type item = ((ParameterizedType) queue).getActualTypeArguments()[0];
      if (item instanceof Class) {
        return (Class<?>) item;
      }
    }
    return Object.class;
  }
}
