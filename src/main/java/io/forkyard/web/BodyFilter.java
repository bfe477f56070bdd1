package io.forkyard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only bodies through that a web page cannot send without asking first, and only so much of
 * them. It is the same for every path, so that none can be forgotten.
 */
final class BodyFilter extends OncePerRequestFilter {

  private final long limit;
  private final ProblemWriter problems;

  BodyFilter(long limit, ProblemWriter problems) {
    this.limit = limit;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().startsWith("/v1/")) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    Optional<ProblemException> refusal = refusal(request);
    if (refusal.isPresent()) {
      problems.write(request, response, refusal.get());
    } else {
      chain.doFilter(isUpload(request) ? request : limited(request), response);
    }
  }

  private HttpServletRequest limited(HttpServletRequest request) {
    HttpServletRequest limited = new BodyLimit(request, limit);
    return IdempotencyKeys.marked(request) ? new HashedBody(limited) : limited;
  }

  private Optional<ProblemException> refusal(HttpServletRequest request) {
    if (!hasBody(request)) {
      return Optional.empty();
    }
    String wanted = isUpload(request) ? ArtifactController.JAR : MediaType.APPLICATION_JSON_VALUE;
    if (!isPlain(request) || !isOfType(request, MediaType.parseMediaType(wanted))) {
      return Optional.of(
          new ProblemException(
              Problem.UNSUPPORTED_MEDIA_TYPE, "The body must be " + wanted + ", not compressed"));
    }
    return isUpload(request) || request.getContentLengthLong() <= limit
        ? Optional.empty()
        : Optional.of(new BodyLimit.Exceeded(limit).problem());
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  private static boolean isUpload(HttpServletRequest request) {
    return request.getMethod().equals("POST")
        && request.getRequestURI().equals(ArtifactController.PATH);
  }

  private static boolean isPlain(HttpServletRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null || encoding.equalsIgnoreCase("identity");
  }

  private static boolean isOfType(HttpServletRequest request, MediaType wanted) {
    try {
      MediaType type = MediaType.parseMediaType(String.valueOf(request.getContentType()));
      return type.equalsTypeAndSubtype(wanted)
          && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
    } catch (InvalidMediaTypeException malformed) {
      return false;
    }
  }
}
