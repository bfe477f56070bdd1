package io.forkyard.node;

import io.forkyard.node.ErrandStore.Progress;
import io.forkyard.node.ErrandStore.Taken;
import io.forkyard.storage.ChangeSignal;
import io.forkyard.storage.Ids;
import io.forkyard.storage.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What nodes do for each other, because only the one that has a child can reach it. The way is the
 * database: a row with the request, which the other node takes once, and then its answer.
 *
 * <pre>
 *   who asks                                the node that can
 *   INSERT request ---- errand/NODE ------> takes it, does it on a thread of its own
 *   reads, DELETE  <--- errand-answer/ID -- UPDATE answer, or why it could not
 * </pre>
 *
 * A signal that is lost costs a second. What nobody answers is deleted after a minute, and at once
 * when the node is given up for lost.
 */
public final class Errands implements SmartLifecycle {

  /** Characters; the largest is a thread dump. */
  static final int LONGEST_ANSWER = 8 << 20;

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration ROUND = Duration.ofHours(1);
  private static final Logger log = LoggerFactory.getLogger(Errands.class);

  private final ErrandStore store;
  private final Node self;
  private final ChangeSignal signal;
  private final Ids ids;
  private final Duration look;
  private final Map<String, Function<String, String>> doers = new ConcurrentHashMap<>();
  private volatile boolean running;

  /**
   * Of a node.
   *
   * @param shared whether others may be there, whose signals may be lost
   */
  Errands(ErrandStore store, Node self, ChangeSignal signal, Ids ids, boolean shared) {
    this.store = store;
    this.self = self;
    this.signal = signal;
    this.ids = ids;
    this.look = shared ? PAUSE : ROUND;
  }

  /**
   * A kind of errand, and how this node does it.
   *
   * @param kind its name, the same on all nodes
   * @param work on a thread of its own; empty when this node has nothing to say to it
   */
  public <Q, A> Errand<Q, A> kind(
      String kind, Class<Q> request, Class<A> answer, Function<Q, Optional<A>> work) {
    doers.put(kind, Errand.doer(request, work));
    return new Errand<>(this, kind, answer);
  }

  /** The ids of the nodes that are there beside this one. */
  public List<String> others() {
    return store.others(self.id());
  }

  /**
   * Has a node do something.
   *
   * @throws UnansweredException if it did not answer in time, is gone, or could not do it
   */
  String send(String node, String kind, String request, Duration limit) {
    String id = ids.next().toString();
    if (!store.add(id, node, kind, request)) {
      throw new UnansweredException("Node " + node + " is gone");
    }
    try {
      signal.changed(topic(node));
      return answer(
          node,
          kind,
          signal.await(answerTopic(id), limit, PAUSE, () -> store.look(id), Progress::over));
    } finally {
      store.forget(id);
    }
  }

  private static String answer(String node, String kind, Progress seen) {
    if (seen.answer() != null) {
      return seen.answer();
    }
    String why = seen.gone() ? "is gone" : "did not answer in time";
    throw new UnansweredException(
        "Node %s, asked for %s, %s"
            .formatted(node, kind, seen.failed() == null ? why : "failed: " + seen.failed()));
  }

  private void serve() {
    while (running && !signal.closed()) {
      try {
        String id = self.id();
        if (signal.await(
            topic(id), ROUND, look, () -> store.waits(id), any -> any || isOther(id))) {
          store.take(id).forEach(errand -> begin(errand));
        }
      } catch (RuntimeException e) {
        if (running) {
          log.warn("The errands of other nodes cannot be read now: {}", e.toString());
        }
        signal.await("errands", PAUSE, () -> running, goesOn -> !goesOn);
      }
    }
  }

  /** Whether nothing is to be done under this id any more. */
  private boolean isOther(String id) {
    return !running || !id.equals(self.id());
  }

  private void begin(Taken errand) {
    Thread.ofVirtual().name("errand-" + errand.id()).start(() -> carryOut(errand));
  }

  private void carryOut(Taken errand) {
    String answer = null;
    String failed = null;
    try {
      answer = perform(errand);
    } catch (RuntimeException e) {
      log.warn("{} failed, which another node has asked for", errand.kind(), e);
      failed = e.toString();
    }
    answer(errand, answer, failed);
  }

  private String perform(Taken errand) {
    Function<String, String> doer = doers.get(errand.kind());
    if (doer == null) {
      throw new IllegalArgumentException("This node knows no " + errand.kind());
    }
    String answer = doer.apply(errand.request());
    if (answer.length() > LONGEST_ANSWER) {
      throw new IllegalStateException("The answer has " + answer.length() + " characters");
    }
    return answer;
  }

  private void answer(Taken errand, @Nullable String answer, @Nullable String failed) {
    try {
      store.answer(errand.id(), answer, failed);
      signal.changed(answerTopic(errand.id()));
    } catch (RuntimeException e) {
      log.warn("The answer to {} cannot be stored: {}", errand.kind(), e.toString());
    }
  }

  private static String topic(String node) {
    return "errand/" + node;
  }

  private static String answerTopic(String id) {
    return "errand-answer/" + id;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("errands").start(this::serve);
  }

  /** Takes nothing more. Who waits for an answer hears soon that this node is gone. */
  @Override
  public void stop() {
    running = false;
    signal.changed(topic(self.id()));
  }

  /** A stop is for good. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the pools start, and until they have stopped: what ends may still be asked for. */
  @Override
  public int getPhase() {
    return -1;
  }
}
