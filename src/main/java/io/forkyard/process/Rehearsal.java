package io.forkyard.process;

import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A child that nobody sees runs a few jobs of the kind that most are: to record which classes that
 * takes, and to try a class archive. The calling thread waits, and the processes die with it.
 */
final class Rehearsal {

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final String HEAP = "128m";

  private final CommandLine commandLine;
  private final RunFolder folder;
  private final ChildJars jars;

  Rehearsal(CommandLine commandLine, RunFolder folder, ChildJars jars) {
    this.commandLine = commandLine;
    this.folder = folder;
    this.jars = jars;
  }

  /**
   * Lists the classes of children with one task and with many, which call methods in different
   * ways; those of jobs aside: an archive holds only what the JVM's loaders find.
   */
  void record(Path list) throws IOException, InterruptedException {
    Set<String> classes = new LinkedHashSet<>(classes(list, List.of()));
    classes.addAll(classes(list, List.of("-Djdk.reflect.useNativeAccessorOnly=true")));
    Files.write(list, classes);
  }

  private List<String> classes(Path list, List<String> options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(options);
    all.add("-XX:DumpLoadedClassList=" + list);
    if (!perform(all)) {
      throw new IOException("the classes of a child cannot be listed");
    }
    try (Stream<String> lines = Files.lines(list)) {
      return lines
          .filter(line -> !line.contains(" source: "))
          .map(line -> line.replaceFirst(" id: \\d+$", ""))
          .toList();
    }
  }

  /** Makes an archive of the classes in a list. */
  void dump(Path list, Path archive) throws IOException, InterruptedException {
    ChildFolder home = folder.create("");
    try {
      Process dump =
          Launcher.start(commandLine.dump(list, archive, home.stdout()), home, "", Map.of());
      if (!succeeds(dump)) {
        throw new IOException("the JVM made none: " + ChildFolder.words(home.stderr()).strip());
      }
    } finally {
      home.delete();
    }
  }

  /**
   * Whether a JVM accepts an archive. Its checksums are compared too, since a damaged one can crash
   * the JVM; that is too slow for each child.
   */
  boolean passes(Path archive) throws IOException, InterruptedException {
    return perform(
        List.of("-Xshare:on", "-XX:+VerifySharedSpaces", "-XX:SharedArchiveFile=" + archive));
  }

  private boolean perform(List<String> options) throws IOException, InterruptedException {
    ChildFolder home = folder.create("");
    try {
      JvmSettings jvm = new JvmSettings(HEAP, options, null);
      ChildSpec spec = new ChildSpec("rehearsal", null, jvm, List.of());
      Process child = Launcher.start(commandLine.of(spec, home, null), home, "", Map.of());
      say(child);
      return succeeds(child);
    } finally {
      home.delete();
    }
  }

  /** What it answers fits into the pipe. A child that is gone is told by its exit code. */
  private void say(Process child) {
    try (FrameWriter out = new FrameWriter(child.getOutputStream())) {
      out.write(Preload.NOTHING.message());
      out.write(task("io.forkyard.examples.Sums::evens", "[1,10]"));
      out.write(task("java.time.Duration::ofSeconds", "[5]"));
      out.write(new Message.Bye());
    } catch (IOException e) {
      child.destroyForcibly();
    }
  }

  private Message task(String target, String args) {
    List<String> classpath = List.of(jars.examples().toString());
    return new Message.Task("", "", 1, 0, 0, target, args, "{}", classpath, 1024, false);
  }

  private static boolean succeeds(Process process) throws InterruptedException {
    try {
      return process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }
}
