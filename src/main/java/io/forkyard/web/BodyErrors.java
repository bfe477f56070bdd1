package io.forkyard.web;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says where and why a JSON body does not fit, in the words of the contract. */
final class BodyErrors {

  /** Words of the JSON library about its own settings, which mean nothing to a caller. */
  private static final Pattern FOREIGN = Pattern.compile("`|Feature|ALLOW_|CTRL-CHAR|[Tt]oken");

  private BodyErrors() {}

  static ProblemException problem(HttpMessageNotReadableException unreadable) {
    for (Throwable it = unreadable.getCause(); it != null; it = it.getCause()) {
      if (it instanceof BodyLimit.Exceeded exceeded) {
        return exceeded.problem();
      }
    }
    if (unreadable.getCause() instanceof JacksonException json) {
      return problem(json);
    }
    return new ProblemException(Problem.INVALID_REQUEST, "A body is needed: a JSON object");
  }

  static ProblemException problem(JacksonException json) {
    String field = field(json.getPath());
    return switch (json) {
      case UnrecognizedPropertyException unknown -> unknown(field, unknown);
      case InvalidNullException nothing ->
          ProblemException.invalid(field, Expected.of(nothing.getTargetType()), "null");
      case MismatchedInputException mismatch ->
          ProblemException.invalid(field, Expected.of(mismatch.getTargetType()), "what was sent");
      case InputCoercionException number ->
          ProblemException.invalid(field, "a whole number of 32 bits", "what was sent");
      case StreamConstraintsException limit ->
          new ProblemException(
              Problem.INVALID_REQUEST, limit.getOriginalMessage().replaceFirst(", from .*", ")"));
      default -> syntax(json);
    };
  }

  private static ProblemException unknown(String field, UnrecognizedPropertyException unknown) {
    String known =
        unknown.getKnownPropertyIds() == null
            ? ""
            : unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "; known are ", ""));
    return ProblemException.refused(field, "Unknown field " + field + known);
  }

  private static ProblemException syntax(JacksonException json) {
    return new ProblemException(
        Problem.UNREADABLE_REQUEST,
        "The body is not JSON in UTF-8, in line %d, column %d%s"
            .formatted(
                json.getLocation().getLineNr(),
                json.getLocation().getColumnNr(),
                reason(json.getOriginalMessage())));
  }

  private static String reason(String message) {
    return FOREIGN.matcher(message).find() ? "" : ": " + message;
  }

  private static String field(List<JacksonException.Reference> path) {
    StringBuilder field = new StringBuilder();
    for (JacksonException.Reference step : path) {
      @Nullable String name = step.getPropertyName();
      if (name == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(name);
      }
    }
    return field.isEmpty() ? "The body" : field.toString();
  }
}
