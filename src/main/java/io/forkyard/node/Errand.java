package io.forkyard.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * One kind of errand, as {@link Errands} knows it. Requests and answers are records that JSON can
 * hold. Any thread may call; it waits.
 */
public final class Errand<Q, A> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NOTHING = "null";

  private final Errands errands;
  private final String kind;
  private final Class<A> answer;

  Errand(Errands errands, String kind, Class<A> answer) {
    this.errands = errands;
    this.kind = kind;
    this.answer = answer;
  }

  /** What a node does with the text of a request. */
  static <Q, A> Function<String, String> doer(Class<Q> type, Function<Q, Optional<A>> work) {
    return request ->
        work.apply(JSON.readValue(request, type)).map(JSON::writeValueAsString).orElse(NOTHING);
  }

  /**
   * Has a node do it.
   *
   * @return empty when that has nothing to say
   * @throws UnansweredException if it did not answer in time, is gone, or could not do it
   */
  public Optional<A> ask(String node, Q request, Duration limit) {
    String said = errands.send(node, kind, JSON.writeValueAsString(request), limit);
    return Optional.ofNullable(JSON.readValue(said, answer));
  }

  /** Has some nodes do it at the same time. */
  public Answers<A> ask(Collection<String> nodes, Q request, Duration limit) {
    List<CompletableFuture<Optional<A>>> asked =
        nodes.stream()
            .map(node ->
                CompletableFuture.supplyAsync(
                    () -> ask(node, request, limit), Thread::startVirtualThread))
            .toList();
    List<A> given = new ArrayList<>();
    int silent = 0;
    for (CompletableFuture<Optional<A>> each : asked) {
      try {
        each.join().ifPresent(given::add);
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof UnansweredException)) {
          throw e;
        }
        silent++;
      }
    }
    return new Answers<>(given, silent);
  }

  /** Has all other nodes do it at the same time; there may be none. */
  public Answers<A> askOthers(Q request, Duration limit) {
    return ask(errands.others(), request, limit);
  }
}
