package io.forkyard.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Maps what controllers throw, and what Spring MVC refuses, to the catalogue. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ResponseEntity<ProblemBody> problem(ProblemException problem, HttpServletRequest request) {
    return answer(ProblemBody.of(problem, request.getRequestURI()), problem.headers());
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> query(
      InvalidParameterException malformed, HttpServletRequest request) {
    return problem(
        new ProblemException(Problem.UNREADABLE_REQUEST, "The query is malformed"), request);
  }

  /**
   * Everything else is a fault of ours, unless the store is out of order or the caller has gone.
   */
  @ExceptionHandler
  @Nullable ResponseEntity<ProblemBody> fault(Throwable fault, HttpServletRequest request) {
    return fault(fault, request.getRequestURI());
  }

  private static @Nullable ResponseEntity<ProblemBody> fault(
      Throwable fault, @Nullable String path) {
    if (DisconnectedClientHelper.isClientDisconnectedException(fault)) {
      return null;
    }
    Optional<ProblemException> outage = StoreOutage.problem(fault);
    if (outage.isPresent()) {
      log.warn("{} was refused: {}", path, outage.get().getMessage());
      return answer(ProblemBody.of(outage.get(), path), outage.get().headers());
    }
    return answer(InternalErrors.body(fault, path), HttpHeaders.EMPTY);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemException problem = BodyErrors.problem(unreadable);
    return answered(answer(ProblemBody.of(problem, path(request)), problem.headers()));
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException missing,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemException problem =
        ProblemException.refused(
            missing.getParameterName(), missing.getParameterName() + " is missing");
    return answered(answer(ProblemBody.of(problem, path(request)), headers));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception refusal,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (status.is5xxServerError()) {
      ResponseEntity<ProblemBody> answer = fault(refusal, path(request));
      return answer == null ? null : answered(answer);
    }
    Problem problem = Problem.ofStatus(status.value());
    return answered(
        answer(ProblemBody.of(problem, problem.explanation(), path(request), null, null), headers));
  }

  private static @Nullable String path(WebRequest request) {
    return request instanceof ServletWebRequest servlet
        ? servlet.getRequest().getRequestURI()
        : null;
  }

  private static ResponseEntity<ProblemBody> answer(ProblemBody body, HttpHeaders headers) {
    return ResponseEntity.status(body.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }

  private static ResponseEntity<Object> answered(ResponseEntity<ProblemBody> answer) {
    return new ResponseEntity<>(answer.getBody(), answer.getHeaders(), answer.getStatusCode());
  }
}
