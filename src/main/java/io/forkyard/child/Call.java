package io.forkyard.child;

import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a task asks for, found and with its arguments converted: nothing of it has run yet. */
final class Call {

  private static final String SEPARATOR = "::";
  private static final @Nullable Object[] NOTHING = {};

  private final Class<?> type;
  private final Method method;
  private final @Nullable Object[] arguments;
  private final boolean program;

  private Call(Class<?> type, Method method, @Nullable Object[] arguments, boolean program) {
    this.type = type;
    this.method = method;
    this.arguments = arguments;
    this.program = program;
  }

  static Call resolve(Message.Task task, ClassLoader loader) throws NoSuchMethodException {
    Class<?> type = type(task.target(), loader);
    Arguments arguments = Arguments.of(task);
    String method = method(task.target());
    return method == null
        ? whole(type, arguments)
        : of(type, Methods.named(method, type), arguments);
  }

  /** The class that a target names. */
  static Class<?> type(String target, ClassLoader loader) {
    int at = target.indexOf(SEPARATOR);
    return Targets.type(at < 0 ? target : target.substring(0, at), loader);
  }

  /** The method that a target names, or null when it is a whole class. */
  static @Nullable String method(String target) {
    int at = target.indexOf(SEPARATOR);
    return at < 0 ? null : target.substring(at + SEPARATOR.length());
  }

  /** The one of these methods that the arguments fit. */
  static Call of(Class<?> type, List<Method> methods, Arguments arguments) {
    Method method = Overloads.choose(methods, arguments);
    return new Call(type, method, arguments.convert(method), false);
  }

  /** Whether its result is the end of the process. */
  boolean isProgram() {
    return program;
  }

  /** Runs it; what its own code throws comes out as it is. */
  @Nullable Object invoke() throws Throwable {
    boolean isStatic = Modifier.isStatic(method.getModifiers());
    method.trySetAccessible();
    try {
      return method.invoke(isStatic ? null : instance(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** The way in of a class: its main, or its one method as a Callable, Supplier or Runnable. */
  static Call whole(Class<?> type, Arguments arguments) throws NoSuchMethodException {
    Method main = Mains.find(type);
    if (main != null) {
      String[] strings = arguments.strings();
      boolean takesThem = main.getParameterCount() == 1;
      return new Call(type, main, takesThem ? new Object[] {strings} : NOTHING, true);
    }
    Method method = single(type);
    arguments.requireNone(type.getName());
    return new Call(type, method, NOTHING, false);
  }

  private static Method single(Class<?> type) throws NoSuchMethodException {
    if (Callable.class.isAssignableFrom(type)) {
      return Callable.class.getMethod("call");
    } else if (Supplier.class.isAssignableFrom(type)) {
      return Supplier.class.getMethod("get");
    } else if (Runnable.class.isAssignableFrom(type)) {
      return Runnable.class.getMethod("run");
    }
    throw new TaskException(
        Fault.TARGET_NOT_FOUND,
        type.getName() + " has no main and is no Callable, Supplier or Runnable");
  }

  private Object instance() throws ReflectiveOperationException {
    if (Modifier.isAbstract(type.getModifiers())) {
      throw noInstance("is abstract");
    }
    Constructor<?> constructor;
    try {
      constructor = type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      throw noInstance("has no constructor without arguments");
    }
    constructor.trySetAccessible();
    return constructor.newInstance();
  }

  private TaskException noInstance(String why) {
    return new TaskException(
        Fault.TARGET_NOT_FOUND,
        Methods.describe(method) + " needs an instance, and " + type.getName() + " " + why);
  }
}
