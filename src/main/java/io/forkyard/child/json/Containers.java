package io.forkyard.child.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The collections and maps that are made without a library. They keep the order of the JSON. */
public final class Containers {

  private Containers() {}

  static @Nullable Collection<@Nullable Object> collection(Class<?> type) {
    if (type == List.class
        || type == Collection.class
        || type == Iterable.class
        || type == ArrayList.class) {
      return new ArrayList<>();
    } else if (type == Set.class || type == LinkedHashSet.class) {
      return new LinkedHashSet<>();
    } else if (type == HashSet.class) {
      return new HashSet<>();
    } else if (type == SortedSet.class || type == NavigableSet.class || type == TreeSet.class) {
      return new TreeSet<>();
    } else if (type == Queue.class || type == Deque.class || type == LinkedList.class) {
      return new LinkedList<>();
    }
    return null;
  }

  public static @Nullable Map<Object, @Nullable Object> map(Class<?> type) {
    if (type == Map.class || type == LinkedHashMap.class) {
      return new LinkedHashMap<>();
    } else if (type == HashMap.class) {
      return new HashMap<>();
    } else if (type == SortedMap.class || type == NavigableMap.class || type == TreeMap.class) {
      return new TreeMap<>();
    }
    return null;
  }
}
