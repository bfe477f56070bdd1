package io.forkyard.code;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers so many things, those that were used last. Any thread may call; none is held up. */
public final class Recent<K, V> {

  private final Map<K, V> things;

  public Recent(int most) {
    this.things =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  public synchronized @Nullable V get(K key) {
    return things.get(key);
  }

  public synchronized void put(K key, V value) {
    things.put(key, value);
  }

  public synchronized void remove(K key) {
    things.remove(key);
  }
}
