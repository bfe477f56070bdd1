package io.forkyard.inside;

import io.forkyard.pool.CallJson;
import io.forkyard.pool.Caller;
import io.forkyard.pool.Operation;
import io.forkyard.process.CallRefusedException;
import java.util.function.Supplier;

/**
 * One thing that can be done with something shared.
 *
 * @param type of what the child says with it
 */
record SharedOperation<T extends Asked.Shared>(String name, Class<T> type, Body<T> body)
    implements Operation {

  /** Does it; throws as {@link Operation#perform}. */
  interface Body<T> {

    Supplier<String> perform(Caller caller, T request)
        throws CallRefusedException, InterruptedException;
  }

  @Override
  public Supplier<String> perform(Caller caller, String json)
      throws CallRefusedException, InterruptedException {
    return body.perform(caller, Asked.checked(CallJson.read(json, type)));
  }

  /** An answer that is known now. */
  static Supplier<String> value(Object value) {
    String json = CallJson.write(value);
    return () -> json;
  }
}
