package io.forkyard.callback;

import io.forkyard.job.Deliveries;
import io.forkyard.job.Delivery;
import io.forkyard.line.Refusal;
import io.forkyard.queue.Added;
import io.forkyard.queue.Queues;
import java.nio.charset.StandardCharsets;

/**
 * Puts into queues. The item and the end of its delivery are stored in one transaction, so that it
 * is put exactly once, whatever happens to the service.
 */
final class Putter {

  private final Queues queues;
  private final Deliveries deliveries;

  Putter(Queues queues, Deliveries deliveries) {
    this.queues = queues;
    this.deliveries = deliveries;
  }

  /** Puts it if there is room now. */
  Answer put(Delivery delivery, String queue, byte[] body) {
    String item = new String(body, StandardCharsets.UTF_8);
    return switch (queues.put(queue, item, deliveries.deliveredWith(delivery))) {
      case Added.Stored stored -> new Answer.Settled();
      case Added.Repeated() -> new Answer.Refused("A later attempt has begun");
      case Added.Full() -> new Answer.Refused("The queue " + queue + " is full");
      case Added.TooMany(int most) -> new Answer.Refused("The queue holds " + most + " items");
      case Added.Refused(Refusal why) -> answer(queue, why);
    };
  }

  private static Answer answer(String queue, Refusal why) {
    return switch (why) {
      case UNKNOWN -> new Answer.Gone("The queue " + queue + " was deleted");
      case CLOSED -> new Answer.Gone("The queue " + queue + " is closed");
      case CROWDED, GAVE_UP -> new Answer.Refused("The queue " + queue + " had no place in line");
      case STOPPING -> new Answer.Refused("The service was stopped");
    };
  }
}
