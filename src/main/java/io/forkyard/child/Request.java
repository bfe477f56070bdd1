package io.forkyard.child;

import io.forkyard.child.json.Json;
import io.forkyard.child.json.Place;
import io.forkyard.child.json.UnserializableException;
import io.forkyard.child.json.Values;
import io.forkyard.wire.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A question to the service about one shared thing, by its name. One thread makes and asks it. */
final class Request {

  private final CurrentJob job;
  private final Calls calls;
  private final String op;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  Request(CurrentJob job, Calls calls, String op, String name) {
    this.job = job;
    this.calls = calls;
    this.op = op;
    fields.put("name", name);
  }

  Request with(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  /** For how long it may wait, in whole milliseconds and never less; without this, for ever. */
  Request within(long timeout, TimeUnit unit) {
    long millis = unit.toMillis(timeout);
    boolean less = unit.convert(millis, TimeUnit.MILLISECONDS) < timeout;
    return with("timeout", Math.max(0, less && millis < Long.MAX_VALUE ? millis + 1 : millis));
  }

  /** Only one try. */
  Request now() {
    return with("timeout", 0);
  }

  /** The answer, however long it takes; an interrupt leaves its flag set. */
  @Nullable Object ask() {
    return Json.parse(calls.ask(job.token(), op, json()));
  }

  /** The answer, unless an interrupt comes first: then nothing was done. */
  @Nullable Object askInterruptibly() throws InterruptedException {
    check(true);
    return Json.parse(calls.askInterruptibly(job.token(), op, json()));
  }

  /** An answer that is somebody else's when it cannot be read here. */
  <T> T receive(boolean interruptibly, Calls.Reader<T> reader) throws InterruptedException {
    check(interruptibly);
    return calls.receive(job.token(), op, json(), interruptibly, reader);
  }

  private static void check(boolean interruptibly) throws InterruptedException {
    if (interruptibly && Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private String json() {
    return text(fields, op);
  }

  static String text(@Nullable Object value, String name) {
    try {
      return Values.write(value, Place.of(name), Wire.MAX_CALLS);
    } catch (UnserializableException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
