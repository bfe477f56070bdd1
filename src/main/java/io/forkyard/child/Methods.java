package io.forkyard.child;

import io.forkyard.wire.Fault;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The methods that a target may mean. */
final class Methods {

  private static final int MOST_LISTED = 20;

  private Methods() {}

  /**
   * The methods of this name, declared or inherited, without those that are overridden.
   *
   * @throws TaskException if there is none
   */
  static List<Method> named(String name, Class<?> type) {
    List<Method> found = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      add(name, type, c.getDeclaredMethods(), found);
    }
    if (found.isEmpty()) {
      add(name, type, type.getMethods(), found);
    }
    if (found.isEmpty()) {
      throw missing(name, type);
    }
    return found;
  }

  /** A method as a reader would write it; without names in the class file the types stand alone. */
  static String describe(Method method) {
    StringBuilder text = new StringBuilder(method.getName()).append('(');
    String separator = "";
    for (Parameter parameter : method.getParameters()) {
      text.append(separator).append(parameter.getType().getTypeName());
      if (parameter.isNamePresent()) {
        text.append(' ').append(parameter.getName());
      }
      separator = ", ";
    }
    return text.append(')').toString();
  }

  /** Sorted, because the JVM gives methods in no order of its own. */
  static String describe(List<Method> methods) {
    List<String> texts = new ArrayList<>();
    for (Method method : methods) {
      texts.add(describe(method));
    }
    Collections.sort(texts);
    return String.join(", ", texts);
  }

  private static void add(String name, Class<?> type, Method[] methods, List<Method> found) {
    for (Method method : methods) {
      boolean mine = method.getDeclaringClass() == type || !isPrivate(method);
      if (method.getName().equals(name) && mine && isReal(method) && !overridden(method, found)) {
        found.add(method);
      }
    }
  }

  private static boolean isReal(Method method) {
    return !method.isBridge() && !Modifier.isAbstract(method.getModifiers());
  }

  private static boolean isPrivate(Method method) {
    return Modifier.isPrivate(method.getModifiers());
  }

  private static boolean overridden(Method method, List<Method> found) {
    for (Method other : found) {
      if (Arrays.equals(other.getParameterTypes(), method.getParameterTypes())) {
        return true;
      }
    }
    return false;
  }

  private static TaskException missing(String name, Class<?> type) {
    List<Method> others = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      if (isReal(method) && !method.isSynthetic() && others.size() < MOST_LISTED) {
        others.add(method);
      }
    }
    return new TaskException(
        Fault.TARGET_NOT_FOUND,
        type.getName()
            + " has no method "
            + name
            + (others.isEmpty() ? "" : "; it has " + describe(others)));
  }
}
