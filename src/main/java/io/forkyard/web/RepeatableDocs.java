package io.forkyard.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Adds {@code Idempotency-Key} to each operation that knows it. */
final class RepeatableDocs implements GlobalOperationCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    if (handler.hasMethodAnnotation(Repeatable.class)) {
      operation.addParametersItem(key());
      operation
          .getResponses()
          .forEach((status, answer) -> {
            if (status.startsWith("2")) {
              answer.addHeaderObject(IdempotencyKeys.REPLAYED, replayed());
            }
          });
    }
    return operation;
  }

  private static HeaderParameter key() {
    HeaderParameter key = new HeaderParameter();
    key.name(IdempotencyKeys.HEADER)
        .description(
            "A mark of the caller's, so that the request does its work once however often it is"
                + " sent: the same key with the same body gives the first status and `Location`"
                + " again, with the thing as it stands by then")
        .schema(new StringSchema().pattern(IdempotencyKeys.FORM))
        .example("order-4711");
    return key;
  }

  private static Header replayed() {
    return new Header()
        .description("`true` when an earlier request with the same key did the work")
        .schema(new BooleanSchema());
  }
}
