package io.forkyard.callback;

import io.forkyard.callback.DeliveryTried.Outcome;
import io.forkyard.job.Backoff;
import io.forkyard.job.Deliveries;
import io.forkyard.job.Delivery;
import io.forkyard.job.JobEnded;
import io.forkyard.job.MapChanged;
import io.forkyard.job.Receiver;
import io.forkyard.storage.ChangeSignal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Delivers what is due: one thread begins attempts, each on a thread of its own, and sleeps until a
 * job or a map ends, an attempt ends or the next one is due. While the service stops it begins
 * none; what is left is delivered after the next start.
 */
final class Deliverer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Deliverer.class);
  private static final String TOPIC = ChangeSignal.HERE + "deliveries";
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

  /** Where a delivery may be left by a node that is gone. */
  private static final Duration LONGEST_SHARED_SLEEP = Duration.ofSeconds(1);

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  /** Beyond the time-out: what reading the job and storing the outcome may take. */
  private static final Duration SLACK = Duration.ofSeconds(20);

  private final Deliveries deliveries;
  private final Contents contents;
  private final Poster poster;
  private final Putter putter;
  private final ChangeSignal signal;
  private final Clock clock;
  private final CallbackProperties properties;
  private final Consumer<DeliveryTried> events;
  private final Semaphore room;
  private final AtomicLong changes = new AtomicLong();
  private @Nullable Thread thread; // the lifecycle's
  private boolean failing; // the thread's
  private volatile boolean running;

  Deliverer(
      Deliveries deliveries,
      Contents contents,
      Poster poster,
      Putter putter,
      ChangeSignal signal,
      Clock clock,
      CallbackProperties properties,
      Consumer<DeliveryTried> events) {
    this.deliveries = deliveries;
    this.contents = contents;
    this.poster = poster;
    this.putter = putter;
    this.signal = signal;
    this.clock = clock;
    this.properties = properties;
    this.events = events;
    this.room = new Semaphore(properties.maxConcurrent());
  }

  @EventListener
  void ended(JobEnded job) {
    if (job.mayBeDelivered()) {
      wake();
    }
  }

  @EventListener(MapChanged.class)
  void changed() {
    wake();
  }

  private void wake() {
    changes.incrementAndGet();
    signal.changed(TOPIC);
  }

  private void run() {
    while (running && !signal.closed()) {
      long seen = changes.get();
      Duration pause = Duration.between(clock.instant(), begin());
      signal.await(TOPIC, shortened(pause), changes::get, now -> now != seen || !running);
    }
  }

  private Duration shortened(Duration pause) {
    boolean shared = signal.shared() && pause.compareTo(LONGEST_SHARED_SLEEP) > 0;
    return shared ? LONGEST_SHARED_SLEEP : pause;
  }

  /** Begins as many attempts as are due and have room. Gives the time to look again. */
  private Instant begin() {
    Instant now = clock.instant();
    try {
      int free = room.availablePermits();
      Instant next = deliveries.next().orElse(now.plus(LONGEST_SLEEP));
      failing = false;
      if (free == 0) {
        return now.plus(LONGEST_SLEEP);
      }
      if (next.isAfter(now)) {
        return next;
      }
      deliveries.claim(free, properties.timeout().plus(SLACK)).forEach(this::begin);
      return now;
    } catch (RuntimeException e) {
      failed(e);
      return now.plus(AFTER_TROUBLE);
    }
  }

  /** Says so once, as the database may be away for long. */
  private void failed(RuntimeException why) {
    if (!failing) {
      log.warn("deliveries cannot be read, this is tried again", why);
    }
    failing = true;
  }

  /** Only this thread takes room, so it does not wait here. */
  private void begin(Delivery delivery) {
    room.acquireUninterruptibly();
    Thread.ofVirtual()
        .name("deliver-" + delivery.id())
        .start(() -> {
          try {
            attempt(delivery);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            log.warn("the delivery of {} is lost for now and will be repeated", delivery.id(), e);
          } finally {
            room.release();
            wake();
          }
        });
  }

  private void attempt(Delivery delivery) throws InterruptedException {
    events.accept(new DeliveryTried(settle(delivery, deliver(delivery))));
  }

  /** Gives an answer in any case, so that each attempt is settled. */
  private Answer deliver(Delivery delivery) throws InterruptedException {
    try {
      Optional<byte[]> body = contents.of(delivery);
      return body.isPresent()
          ? deliver(delivery, body.get())
          : new Answer.Refused("It was deleted");
    } catch (RuntimeException e) {
      log.warn("the delivery of {} failed inside the service", delivery.id(), e);
      return new Answer.Refused("The delivery failed inside the service");
    }
  }

  private Answer deliver(Delivery delivery, byte[] body) throws InterruptedException {
    return switch (delivery.receiver()) {
      case Receiver.Url(String url) -> poster.post(delivery, url, body);
      case Receiver.Queue(String queue) -> putter.put(delivery, queue, body);
    };
  }

  private Outcome settle(Delivery delivery, Answer answer) {
    return switch (answer) {
      case Answer.Taken() -> {
        deliveries.delivered(delivery);
        yield delivered(delivery);
      }
      case Answer.Settled() -> {
        deliveries.settled(delivery);
        yield delivered(delivery);
      }
      case Answer.Refused(String why) -> refused(delivery, why);
      case Answer.Gone(String why) -> givenUp(delivery, why);
    };
  }

  private static Outcome delivered(Delivery delivery) {
    log.info("{} was delivered by attempt {}", delivery.id(), delivery.attempt());
    return Outcome.DELIVERED;
  }

  private Outcome refused(Delivery delivery, String why) {
    Instant next = clock.instant().plus(Backoff.after(delivery.attempt(), properties.backoff()));
    if (!next.isBefore(delivery.since().plus(properties.maxAge()))) {
      return givenUp(delivery, why);
    }
    deliveries.again(delivery, why, next);
    return Outcome.RETRIED;
  }

  private Outcome givenUp(Delivery delivery, String why) {
    deliveries.givenUp(delivery, why);
    log.warn("{} cannot be delivered, {} attempts: {}", delivery.id(), delivery.attempt(), why);
    return Outcome.FAILED;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("deliverer").start(this::run);
  }

  /** Returns when no attempt is under way; each has an end by its time-out. */
  @Override
  public void stop() {
    running = false;
    wake();
    try {
      if (thread != null) {
        thread.join();
      }
      room.acquire(properties.maxConcurrent());
      room.release(properties.maxConcurrent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A stop is for good: children and waiters do not come back. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the pools, which settle what was left; before them when the service stops. */
  @Override
  public int getPhase() {
    return 1;
  }
}
