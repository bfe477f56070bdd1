package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.FrameReader;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import io.forkyard.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real child JVM, started as the service starts it, and spoken to in frames. */
final class ChildJvm implements AutoCloseable {

  static final String TOKEN = "a-token";

  private static final String LAUNCH = "exec \"$@\" 3<&0 4>&1 0</dev/null 1>out 2>err";

  private final Path folder;
  private final Process process;
  private final FrameReader in;
  private final FrameWriter out;

  private ChildJvm(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.in = new FrameReader(process.getInputStream());
    this.out = new FrameWriter(process.getOutputStream());
  }

  /** Starts a child in a folder and waits until it is warm. */
  static ChildJvm start(Path folder, String... options) throws IOException {
    return start(folder, List.of(options), List.of());
  }

  /** The same for one that ends itself when nothing is said for so long. */
  static ChildJvm startWithin(Duration silence, Path folder) throws IOException {
    return start(folder, List.of(), List.of(Long.toString(silence.toMillis())));
  }

  private static ChildJvm start(Path folder, List<String> options, List<String> arguments)
      throws IOException {
    ChildJvm child = startCold(folder, options, arguments);
    child.send(new Message.WarmUp("", List.of()));
    assertThat(child.read()).isEqualTo(new Message.Warm());
    return child;
  }

  /** Starts a child that has only said who it is. */
  static ChildJvm startCold(Path folder, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCH, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    command.addAll(options);
    command.add("-Xbootclasspath/a:" + jar("forkyard-child.jar"));
    command.addAll(List.of("-cp", jar("forkyard-parts.jar") + ":" + jar("gson.jar")));
    command.add("io.forkyard.child.Main");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put(Wire.TOKEN_VARIABLE, TOKEN);
    builder.environment().put("LC_ALL", "C");
    ChildJvm child = new ChildJvm(folder, builder.start());
    assertThat(child.read()).isEqualTo(new Message.Hello(Wire.VERSION, TOKEN));
    return child;
  }

  /** One of the jars that a child receives. */
  static Path jar(String name) {
    URI classes = URI.create(Main.class.getResource("/").toString());
    return Path.of(classes).resolveSibling("classes").resolve("forkyard").resolve(name);
  }

  static Message.Task task(String target, String args, String... classpath) {
    return new Message.Task(
        "attempt-1", "job-1", 1, 4711, 815, target, args, "{}", List.of(classpath), 1 << 20, true);
  }

  long pid() {
    return process.pid();
  }

  void send(Message message) throws IOException {
    out.write(message);
  }

  Message read() throws IOException {
    Message message = in.read();
    if (message == null) {
      throw new AssertionError("the child is gone: " + stderr());
    }
    return message;
  }

  String answer() throws IOException {
    Message message = read();
    assertThat(message).isInstanceOf(Message.Answer.class);
    return ((Message.Answer) message).json();
  }

  Message.Complaint complaint() throws IOException {
    Message message = read();
    assertThat(message).isInstanceOf(Message.Complaint.class);
    return (Message.Complaint) message;
  }

  /** Ends the service's side of both pipes. */
  void hangUp() throws IOException {
    out.close();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + pid()).start().waitFor();
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("it ended").isTrue();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String stdout() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  String stderr() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
