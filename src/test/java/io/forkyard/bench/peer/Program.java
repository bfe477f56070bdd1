package io.forkyard.bench.peer;

import io.forkyard.bench.load.Stage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of a peer, which ends with all that it has started. */
final class Program implements AutoCloseable {

  private static final int START_SECONDS = 30;
  private static final int ANSWER_SECONDS = 30;

  private final Process process;
  private final Path errors;

  private Program(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /** Starts it in a folder of its own. */
  static Program start(Stage stage, Map<String, String> environment, String... command)
      throws IOException {
    Path folder = stage.folder("peer");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return stage.keep(new Program(builder.start(), errors));
  }

  /** Starts a server; returns when it listens at the port. */
  static Program server(Stage stage, int port, String... command) throws Exception {
    Program server = start(stage, Map.of(), command);
    Thread.ofVirtual().start(server::ignoreOutput);
    long end = System.nanoTime() + START_SECONDS * 1_000_000_000L;
    while (!listens(port)) {
      if (!server.process.isAlive() || System.nanoTime() > end) {
        throw new IOException(command[0] + " does not listen: " + server.errors());
      }
      Thread.sleep(20);
    }
    return server;
  }

  /** Whether a folder of programs has it. */
  static boolean isThere(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** Ends the program unless it is closed in time. */
  Limit limit() {
    return new Limit(
        CompletableFuture.runAsync(
            this::kill, CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS)));
  }

  /** A time-out that kills. */
  record Limit(CompletableFuture<Void> end) implements AutoCloseable {

    boolean isOver() {
      return end.isDone();
    }

    @Override
    public void close() {
      end.cancel(false);
    }
  }

  Process process() {
    return process;
  }

  /** What it has complained about. */
  String errors() throws IOException {
    return Files.readString(errors).strip();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
    process.waitFor();
  }

  /** The first one first: it may replace its children. */
  private void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private void ignoreOutput() {
    try {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It is gone.
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
