package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.web.Caller.Answer;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** How requests find their operations, and how answers go out. */
class AnswersTest extends ServiceTest {

  @LocalServerPort private int port;
  @Autowired private ShapeMapping mapping;
  private Caller caller;

  @BeforeEach
  void call() throws Exception {
    caller = new Caller(port);
    caller.put("/v1/queues/answers", "{}");
  }

  @Test
  void everyOperationIsKnownByItsShape() {
    Set<RequestMappingInfo> all = mapping.getHandlerMethods().keySet();
    assertThat(all)
        .filteredOn(operation -> operation.toString().contains("/v1/"))
        .hasSizeGreaterThan(60)
        .allSatisfy(operation -> assertThat(mapping.getDirectPaths(operation)).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/queues/answers/get-batch?block=false, 200",
    "POST, /v1/queues/answers/%67et-batch?block=false, 200",
    "POST, /v1/queues/%61nswers/get-batch?block=false, 200",
    "GET,  /v1/queues/answers, 200",
    "GET,  /v1/queues/answers/get-batch, 405",
    "POST, /v1/queues/answers/got, 404",
    "POST, /v1/queues/answers/get-batch/, 404",
    "POST, /v1/queues/answers/more/get-batch, 404",
    "GET,  /v1/queues/, 404",
    "GET,  /v1/api.jar, 200",
    "PUT,  /v1/api.jar, 405"
  })
  void anAddressFindsItsOperationOrNone(String method, String path, int status) throws Exception {
    assertThat(caller.send(method, path, null).status()).isEqualTo(status);
  }

  @Test
  void aSmallAnswerTellsItsLength() throws Exception {
    Answer put = caller.post("/v1/queues/answers/put", "1");
    assertThat(put.header("Content-Length")).isEqualTo(Integer.toString(put.text().length()));
    assertThat(put.header("Transfer-Encoding")).isEmpty();
    Answer refused = caller.post("/v1/queues/answers/put", "{");
    assertThat(refused.header("Content-Length"))
        .isEqualTo(Integer.toString(refused.text().length()));
  }

  @Test
  void aLargeAnswerIsSentWhileItIsWritten() throws Exception {
    String item = "\"" + "é".repeat(20_000) + "\"";
    caller.put("/v1/queues/answers-large", "{}");
    caller.post("/v1/queues/answers-large/put", item);
    Answer items = caller.get("/v1/queues/answers-large/items");
    assertThat(items.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(items.json().at("/items/0").asString()).hasSize(20_000);
  }
}
