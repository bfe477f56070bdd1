package io.forkyard.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Two callers over HTTP who hang up and put again, and two children that are killed. */
final class Producers {

  /** Each time that a caller has put so many, a child that works for the queue is killed. */
  private static final int PER_KILL = 6;

  private final Shop shop;
  private final int perCaller;
  private final int perChild;

  Producers(Shop shop, int items) {
    this.shop = shop;
    perCaller = items / 6;
    perChild = items / 3;
  }

  List<Callable<Void>> all() {
    List<Callable<Void>> all = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      String number = String.valueOf(n);
      all.add(() -> shop.open(() -> call("caller" + number)));
      all.add(() -> shop.open(() -> work("child" + number)));
    }
    return all;
  }

  /** A put whose answer was not read is sent again with the same key, so it counts once. */
  private Void call(String name) throws Exception {
    RudeCaller caller = new RudeCaller(shop.port(), name.hashCode());
    for (int n = 0; n < perCaller; n++) {
      String id = name + "-" + n;
      byte[] request = shop.request("put", "{\"id\":\"" + id + "\"}", "Idempotency-Key: " + id);
      assertThat(caller.insist(request).status()).isEqualTo(201);
      shop.put.add(id);
      if (n % PER_KILL == PER_KILL - 1) {
        shop.kill();
      }
    }
    return null;
  }

  /** A put that was cut is not tried again, as nobody can tell what became of it. */
  private Void work(String name) throws Exception {
    int done = 0;
    for (int life = 0; done < perChild; life++) {
      boolean unused = shop.work("produce", name + "." + life, perChild - done);
      done = (int) shop.notes.ids("put").stream().filter(id -> id.startsWith(name)).count();
    }
    return null;
  }
}
