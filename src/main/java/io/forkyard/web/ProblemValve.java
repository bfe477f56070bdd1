package io.forkyard.web;

import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Tells what the web server itself refuses, for instance a malformed request line, and what no
 * filter or controller answered. It replaces Tomcat's error page.
 */
final class ProblemValve extends ErrorReportValve {

  private final ProblemWriter writer;

  ProblemValve(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      writer.write(response.getResponse(), body(request, status, thrown));
    } catch (IOException callerHasGone) {
      // There is nobody to tell.
    }
  }

  private static ProblemBody body(Request request, int status, @Nullable Throwable thrown) {
    Problem problem = Problem.ofStatus(status);
    if (problem == Problem.INTERNAL_ERROR) {
      return InternalErrors.body(
          thrown == null ? new IllegalStateException("status " + status) : thrown,
          request.getRequestURI());
    }
    return ProblemBody.of(problem, detail(status), request.getRequestURI(), null, null);
  }

  private static String detail(int status) {
    return Optional.ofNullable(HttpStatus.resolve(status))
        .map(HttpStatus::getReasonPhrase)
        .map(reason -> "The web server refused the request: " + reason)
        .orElse("The web server refused the request");
  }
}
