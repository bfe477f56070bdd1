package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.ServletWebRequest;

/** What comes of an answer that could not be written, as far as nothing of it is on its way. */
class UnwrittenAnswersTest {

  private static final SQLException GONE = new SQLException("The server has gone.", "08006");

  private final ServletWebRequest request =
      new ServletWebRequest(new MockHttpServletRequest("GET", "/v1/maps/1"));

  @Test
  void outageWhileAnAnswerIsWrittenIsOne() throws Exception {
    ResponseEntity<Object> answer =
        unwritten(new DataAccessResourceFailureException("results of a map", GONE));

    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
    assertThat(((ProblemBody) answer.getBody()).instance()).isEqualTo("/v1/maps/1");
  }

  @Test
  void faultWhileAnAnswerIsWrittenIsOurs() throws Exception {
    assertThat(unwritten(new IllegalStateException("wrong")).getStatusCode().value())
        .isEqualTo(500);
  }

  @Test
  void nobodyIsToldWhoHasHungUp() throws Exception {
    assertThat(new Problems().handleException(failure(new IOException("Broken pipe")), request))
        .isNull();
  }

  private ResponseEntity<Object> unwritten(Exception cause) throws Exception {
    return Objects.requireNonNull(new Problems().handleException(failure(cause), request));
  }

  private static Exception failure(Exception cause) {
    return new HttpMessageNotWritableException("Could not write JSON", cause);
  }
}
