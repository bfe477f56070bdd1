package io.forkyard.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a query parameter that the operation does not know, one that is there twice, and one that
 * not every database can compare.
 */
final class KnownParameters implements HandlerInterceptor {

  private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      Set<String> names = known.computeIfAbsent(method, KnownParameters::names);
      request.getParameterMap().forEach((name, values) -> check(name, values, names));
    }
    return true;
  }

  private static void check(String name, String[] values, Set<String> known) {
    if (!known.contains(name)) {
      throw ProblemException.refused(
          name,
          "Unknown parameter "
              + name
              + (known.isEmpty() ? "" : "; known are " + String.join(", ", known)));
    }
    if (values.length > 1) {
      throw ProblemException.refused(name, name + " is given more than once");
    }
    if (values[0].indexOf(0) >= 0) {
      throw ProblemException.invalid(name, "without NUL characters", "with one");
    }
  }

  private static Set<String> names(HandlerMethod method) {
    return Arrays.stream(method.getMethodParameters())
        .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
        .map(parameter -> parameter.withContainingClass(method.getBeanType()))
        .map(KnownParameters::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String name(MethodParameter parameter) {
    return Objects.requireNonNull(parameter.getParameter().getName());
  }
}
