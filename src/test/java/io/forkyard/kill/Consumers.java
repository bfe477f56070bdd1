package io.forkyard.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.it.BareConnection.Answer;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Those who get until nothing is left after the last put. */
final class Consumers {

  /** How often a child that got was killed. */
  final AtomicInteger kills = new AtomicInteger();

  /** How often a caller hung up who had sent a whole request, and had read nothing. */
  final AtomicInteger blind = new AtomicInteger();

  /** How often a caller hung up who had read the beginning of an item. */
  final AtomicInteger begun = new AtomicInteger();

  /** Items that are gone for good, as a caller was told. */
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  private final AtomicInteger seeds = new AtomicInteger();
  private final Shop shop;

  Consumers(Shop shop) {
    this.shop = shop;
  }

  /** One who never hangs up. */
  Void steady() throws IOException {
    byte[] get = shop.request("get?timeout=0.5", "");
    serve(() -> Optional.of(shop.ask(get)), answer -> {});
    return null;
  }

  /** A child, and another one whenever it was killed. */
  Void child() throws Exception {
    while (!shop.consume()) {
      kills.incrementAndGet();
    }
    return null;
  }

  /** A caller who hangs up. */
  Void rude() throws IOException {
    RudeCaller caller = caller();
    byte[] get = shop.request("get?timeout=0.5", "");
    serve(() -> caller.call(get), answer -> {});
    blind.addAndGet(caller.blind());
    begun.addAndGet(caller.begun());
    return null;
  }

  /** A caller who hangs up, and has items lent until it has acknowledged them. */
  Void lent() throws IOException {
    RudeCaller caller = caller();
    byte[] get = shop.request("get?lease=1&timeout=1.5", "");
    serve(() -> caller.call(get), answer -> acknowledge(caller, answer));
    begun.addAndGet(caller.begun());
    return null;
  }

  private void acknowledge(RudeCaller caller, Answer answer) throws IOException {
    String token = "{\"token\":\"" + answer.header("Lease-Token") + "\"}";
    if (caller.insist(shop.request("ack", token)).status() == 204) {
      assertThat(acknowledged.add(Shop.id(answer.body()))).as(answer.body()).isTrue();
    }
  }

  private RudeCaller caller() {
    return new RudeCaller(shop.port(), seeds.incrementAndGet());
  }

  private interface Get {
    Optional<Answer> get() throws IOException;
  }

  private interface Done {
    void with(Answer answer) throws IOException;
  }

  private void serve(Get get, Done done) throws IOException {
    boolean last = false;
    while (!last) {
      last = shop.over();
      Optional<Answer> answer = get.get();
      while (answer.isEmpty() || answer.get().status() == 200) {
        if (answer.isPresent()) {
          shop.got.add(Shop.id(answer.get().body()));
          done.with(answer.get());
        }
        answer = get.get();
      }
      assertThat(answer.get().status()).isEqualTo(204);
    }
  }
}
