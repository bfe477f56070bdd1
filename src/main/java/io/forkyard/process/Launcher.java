package io.forkyard.process;

import io.forkyard.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Starts processes, all on one platform thread: the kernel's parent-death signal follows the thread
 * that started a child, so this one lives as long as any of them.
 */
final class Launcher implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newFixedThreadPool(
          1, Thread.ofPlatform().daemon().name("forkyard-launcher").factory());

  /** Runs a step of a launch on the one thread and waits for it, one after the other. */
  <T> T call(Supplier<T> step) {
    try {
      return CompletableFuture.supplyAsync(step, thread).join();
    } catch (RejectedExecutionException e) {
      throw new StartFailedException("the service is stopping", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof StartFailedException failure) {
        throw failure;
      }
      throw new StartFailedException("a child cannot be started: " + e.getCause(), e);
    }
  }

  /** To be called on the thread itself. Nothing of the service's environment is passed on. */
  static Process start(
      List<String> command, ChildFolder folder, String token, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.work().toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.stderr().toFile()));
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
    variables.put("HOME", folder.work().toString());
    variables.put("TMPDIR", folder.temp().toString());
    variables.put("LANG", "C.UTF-8");
    variables.put("LC_ALL", "C.UTF-8");
    Optional.ofNullable(System.getenv("TZ")).ifPresent(zone -> variables.put("TZ", zone));
    variables.putAll(environment);
    variables.put(Wire.TOKEN_VARIABLE, token);
    return builder.start();
  }

  /** Children that still live die with the thread. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
