package io.forkyard.child;

import io.forkyard.child.json.Json;
import io.forkyard.child.json.MismatchException;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.Values;
import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a task: some by position, the others by name. */
final class Arguments {

  private final List<?> positional;
  private final Map<?, ?> named;

  private Arguments(List<?> positional, Map<?, ?> named) {
    this.positional = positional;
    this.named = named;
  }

  /**
   * Parses what a task carries.
   *
   * @throws MismatchException if it is not JSON
   */
  static Arguments of(Message.Task task) {
    return of(Json.parse(task.args()), Json.parse(task.kwargs()));
  }

  /** Of what was parsed already. */
  static Arguments of(@Nullable Object positional, @Nullable Object named) {
    if (!(positional instanceof List) || !(named instanceof Map)) {
      throw bad("args must be an array and kwargs an object");
    }
    return new Arguments((List<?>) positional, (Map<?, ?>) named);
  }

  int count() {
    return positional.size() + named.size();
  }

  boolean hasNames() {
    return !named.isEmpty();
  }

  /** Whether a method takes so many; further ones may go into a last array without names. */
  boolean fitCount(Method method) {
    int parameters = method.getParameterCount();
    return parameters == count() || spread(method) && count() >= parameters - 1;
  }

  /** Whether the parameters after those by position are exactly the named ones. */
  boolean fitNames(Method method) {
    Parameter[] parameters = method.getParameters();
    for (int i = positional.size(); i < parameters.length; i++) {
      if (!parameters[i].isNamePresent() || !named.containsKey(parameters[i].getName())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Converts them to a method's parameters.
   *
   * @throws MismatchException if one does not fit
   */
  @Nullable Object[] convert(Method method) {
    Parameter[] parameters = method.getParameters();
    List<?> values = spread(method) ? gathered(parameters.length) : positional;
    Object[] converted = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      boolean byPosition = i < values.size();
      Object json = byPosition ? values.get(i) : named.get(parameters[i].getName());
      Place place = byPosition ? Place.of("args").index(i) : Place.of(parameters[i].getName());
      Type type = parameters[i].getParameterizedType();
      converted[i] =
          json instanceof String && SharedArguments.cover(parameters[i].getType())
              ? SharedArguments.read((String) json, type, place)
              : Values.read(json, type, place);
    }
    return converted;
  }

  /** As the arguments of a program, which are strings. */
  String[] strings() {
    if (hasNames()) {
      throw bad("a program takes args only, no kwargs");
    }
    String[] strings = new String[positional.size()];
    for (int i = 0; i < strings.length; i++) {
      if (!(positional.get(i) instanceof String)) {
        throw bad("args[" + i + "]: a program takes strings only");
      }
      strings[i] = (String) positional.get(i);
    }
    return strings;
  }

  void requireNone(String target) {
    if (count() > 0) {
      throw bad(target + " takes no arguments, " + count() + " are given");
    }
  }

  static TaskException bad(String message) {
    return new TaskException(Fault.BAD_ARGUMENTS, message);
  }

  private boolean spread(Method method) {
    return method.isVarArgs() && named.isEmpty() && !endsInArray(method.getParameterCount());
  }

  private boolean endsInArray(int parameters) {
    return positional.size() == parameters && positional.get(parameters - 1) instanceof List;
  }

  private List<?> gathered(int parameters) {
    List<@Nullable Object> values = new ArrayList<>(positional.subList(0, parameters - 1));
    values.add(positional.subList(parameters - 1, positional.size()));
    return values;
  }
}
