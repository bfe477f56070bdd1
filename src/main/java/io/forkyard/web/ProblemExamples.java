package io.forkyard.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Adds to each operation the problems that it can answer, with an example of each. */
final class ProblemExamples implements GlobalOperationCustomizer {

  private static final List<Problem> ALWAYS =
      List.of(
          Problem.INVALID_REQUEST,
          Problem.UNAUTHORIZED,
          Problem.FOREIGN_ORIGIN,
          Problem.MISDIRECTED_REQUEST,
          Problem.INTERNAL_ERROR,
          Problem.UNAVAILABLE);

  private static final List<Problem> WITH_BODY =
      List.of(Problem.UNREADABLE_REQUEST, Problem.TOO_LARGE, Problem.UNSUPPORTED_MEDIA_TYPE);

  private static final List<Problem> REPEATABLE =
      List.of(Problem.IDEMPOTENCY_KEY_IN_USE, Problem.IDEMPOTENCY_KEY_REUSED);

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    Map<Integer, List<Problem>> byStatus =
        problems(operation, handler)
            .collect(Collectors.groupingBy(Problem::status, TreeMap::new, Collectors.toList()));
    byStatus.forEach((status, problems) ->
        operation.getResponses().addApiResponse(status.toString(), response(problems)));
    return operation;
  }

  private static Stream<Problem> problems(Operation operation, HandlerMethod handler) {
    List<Problem> problems = new ArrayList<>(ALWAYS);
    if (operation.getRequestBody() != null) {
      problems.addAll(WITH_BODY);
    }
    Optional.ofNullable(handler.getMethodAnnotation(Refuses.class))
        .ifPresent(own -> problems.addAll(List.of(own.value())));
    if (handler.hasMethodAnnotation(Repeatable.class)) {
      problems.addAll(REPEATABLE);
    }
    return problems.stream().distinct();
  }

  private static ApiResponse response(List<Problem> problems) {
    MediaType media = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
    for (Problem problem : problems) {
      media.addExamples(
          problem.slug(), new Example().summary(problem.title()).value(body(problem)));
    }
    return new ApiResponse()
        .description(
            problems.stream().map(Problem::title).distinct().collect(Collectors.joining("; ")))
        .content(
            new Content()
                .addMediaType(
                    org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE, media));
  }

  private static Map<String, Object> body(Problem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", problem.type());
    body.put("title", problem.title());
    body.put("status", problem.status());
    body.put("detail", problem.explanation());
    body.put("instance", "/v1/jobs");
    if (problem.exception() != null) {
      body.put("exception", problem.exception());
    }
    return body;
  }
}
