package io.forkyard.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Refuses fields where an operation takes none: a body may be absent, or an empty object. */
final class NoBody implements HandlerInterceptor {

  /** What may be said to an operation that asks nothing. */
  private record Nothing() {}

  private static final byte[] NONE = {};

  private final Map<HandlerMethod, Boolean> reading = new ConcurrentHashMap<>();
  private final JsonMapper json;

  NoBody(JsonMapper json) {
    this.json = json;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getMethod().equals("POST")
        && handler instanceof HandlerMethod method
        && !reading.computeIfAbsent(method, NoBody::readsBody)) {
      byte[] body = body(request);
      if (body.length > 0) {
        check(body, request);
      }
    }
    return true;
  }

  private static byte[] body(HttpServletRequest request) {
    try {
      ServletInputStream body = request.getInputStream();
      return body.isFinished() ? NONE : body.readAllBytes();
    } catch (BodyLimit.Exceeded e) {
      throw e.problem();
    } catch (IOException e) {
      throw new ProblemException(Problem.UNREADABLE_REQUEST, "The body cannot be read");
    }
  }

  private static boolean readsBody(HandlerMethod method) {
    return Arrays.stream(method.getMethodParameters())
        .anyMatch(parameter ->
            parameter.hasParameterAnnotation(RequestBody.class)
                || InputStream.class.isAssignableFrom(parameter.getParameterType())
                || ServletRequest.class.isAssignableFrom(parameter.getParameterType()));
  }

  /** Told as every other body that does not fit. */
  private void check(byte[] body, HttpServletRequest request) {
    try {
      json.readValue(body, Nothing.class);
    } catch (JacksonException e) {
      throw new HttpMessageNotReadableException(
          String.valueOf(e.getMessage()), e, new ServletServerHttpRequest(request));
    }
  }
}
