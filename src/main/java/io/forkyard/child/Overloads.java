package io.forkyard.child;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Chooses among methods of one name: by the number of arguments, then by the names of some. */
final class Overloads {

  private Overloads() {}

  /**
   * The one method that the arguments fit.
   *
   * @throws TaskException if there is none or more than one
   */
  static Method choose(List<Method> methods, Arguments arguments) {
    List<Method> counted = byCount(methods, arguments);
    if (counted.isEmpty()) {
      throw Arguments.bad(
          arguments.count() + " arguments are given for " + Methods.describe(methods));
    }
    List<Method> fitting = arguments.hasNames() ? byNames(counted, arguments) : counted;
    if (fitting.isEmpty()) {
      throw noSuchNames(counted);
    } else if (fitting.size() > 1) {
      throw Arguments.bad("more than one method fits: " + Methods.describe(fitting));
    }
    return fitting.get(0);
  }

  /** An exact count goes before one that fills a last array. */
  private static List<Method> byCount(List<Method> methods, Arguments arguments) {
    List<Method> exact = new ArrayList<>();
    List<Method> spread = new ArrayList<>();
    for (Method method : methods) {
      if (method.getParameterCount() == arguments.count() && !method.isVarArgs()) {
        exact.add(method);
      } else if (arguments.fitCount(method)) {
        spread.add(method);
      }
    }
    return exact.isEmpty() ? spread : exact;
  }

  private static List<Method> byNames(List<Method> methods, Arguments arguments) {
    List<Method> fitting = new ArrayList<>();
    for (Method method : methods) {
      if (arguments.fitNames(method)) {
        fitting.add(method);
      }
    }
    return fitting;
  }

  private static TaskException noSuchNames(List<Method> methods) {
    for (Method method : methods) {
      for (Parameter parameter : method.getParameters()) {
        if (!parameter.isNamePresent()) {
          return Arguments.bad(
              "kwargs need parameter names, and "
                  + method.getDeclaringClass().getName()
                  + " was compiled without them (javac -parameters)");
        }
      }
    }
    return Arguments.bad("kwargs do not fit the parameters of " + Methods.describe(methods));
  }
}
