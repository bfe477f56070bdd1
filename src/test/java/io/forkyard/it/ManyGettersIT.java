package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.forkyard.TestData;
import io.forkyard.it.BareConnection.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many callers as may be blocked in get by default, on a service that is set to nothing. */
class ManyGettersIT {

  private static final int GETTERS = 5000;
  private static final int BATCH = 500;

  @Test
  @Timeout(120)
  void fiveThousandBlockedCallersAreServedEachByItsOwnItem() throws Exception {
    assumeThat(ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class))
        .extracting(UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
        .as("each caller is an open file here and one in the service (ulimit -n)")
        .matches(most -> most >= GETTERS + 1000);
    try (RunningJar service = RunningJar.start(TestData.folder("many"), "--forkyard.max-wait=5m")) {
      service.put("/v1/queues/many", Map.of());
      byte[] get = BareConnection.request("POST /v1/queues/many/get", "");
      List<BareConnection> callers = new ArrayList<>();
      for (int n = 0; n < GETTERS; n++) {
        BareConnection caller = new BareConnection(service.port());
        caller.send(get, get.length);
        callers.add(caller);
      }
      while (service.get("/v1/queues/many").get("getters").asInt() < GETTERS) {
        Thread.onSpinWait();
      }
      Answer oneMore = BareConnection.call(service.port(), get);
      assertThat(oneMore.status()).isEqualTo(429);

      for (int from = 0; from < GETTERS; from += BATCH) {
        service.post(
            "/v1/queues/many/put-batch", IntStream.range(from, from + BATCH).boxed().toList());
      }

      assertThat(items(callers))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, GETTERS).mapToObj(String::valueOf).toList());
    }
  }

  private static Set<String> items(List<BareConnection> callers) throws IOException {
    Set<String> items = new HashSet<>();
    for (BareConnection caller : callers) {
      try (caller) {
        Answer answer = caller.answer();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        items.add(answer.body());
      }
    }
    return items;
  }
}
