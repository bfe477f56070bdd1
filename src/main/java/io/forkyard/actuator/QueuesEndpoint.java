package io.forkyard.actuator;

import io.forkyard.queue.QueueStatus;
import io.forkyard.queue.Queues;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/queues}: bounds, counts and waiters of every queue. */
@Component
@Endpoint(id = "queues")
class QueuesEndpoint {

  /** The queues, by name. */
  record QueueRows(List<QueueStatus> queues) {}

  private final Queues queues;

  QueuesEndpoint(Queues queues) {
    this.queues = queues;
  }

  @ReadOperation
  QueueRows queues() {
    return new QueueRows(queues.list("", Integer.MAX_VALUE));
  }
}
