package io.forkyard.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command that becomes a child. */
final class CommandLine {

  /**
   * The frames move to descriptors 3 and 4, then the job's streams take their places. Append mode
   * lets the service cut a file that is being written. A core dump would delay the end of a crash.
   */
  private static final String SCRIPT =
      "ulimit -c 0; unset PWD OLDPWD SHLVL; out=$1; shift;"
          + " exec \"$@\" 3<&0 4>&1 0</dev/null 1>>\"$out\"";

  private static final String MAIN = "io.forkyard.child.Main";
  private static final long SERIAL_UP_TO = 1L << 30;

  private final List<String> prefix;
  private final String classPath;
  private final boolean archiveRelocation;
  private final Duration silence;

  /**
   * The command of all children.
   *
   * @param silence how long a child may hear nothing of the service; zero for as long as it likes
   */
  CommandLine(List<String> prefix, String classPath, boolean archiveRelocation, Duration silence) {
    this.prefix = prefix;
    this.classPath = classPath;
    this.archiveRelocation = archiveRelocation;
    this.silence = silence;
  }

  List<String> of(ChildSpec spec, ChildFolder folder) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
    line.add(folder.stdout().toString());
    line.addAll(prefix);
    line.add(java(spec.jvm()));
    line.addAll(jvm(spec));
    line.addAll(reports(folder));
    line.addAll(spec.extraOptions());
    line.addAll(spec.jvm().options());
    line.addAll(List.of("-cp", classPath, MAIN));
    if (silence.isPositive()) {
      line.add(Long.toString(silence.toMillis()));
    }
    return line;
  }

  private static String java(JvmSettings jvm) {
    String home = Optional.ofNullable(jvm.javaHome()).orElse(System.getProperty("java.home"));
    return Path.of(home, "bin", "java").toString();
  }

  private List<String> jvm(ChildSpec spec) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + spec.jvm().maxHeap());
    options.add("-XX:MaxMetaspaceSize=256m");
    options.add("-XX:-UsePerfData");
    options.add("-XX:+UnlockDiagnosticVMOptions");
    if (spec.jvm().maxHeapBytes() <= SERIAL_UP_TO && !choosesCollector(spec)) {
      options.add("-XX:+UseSerialGC");
    }
    if (!archiveRelocation) {
      options.add("-XX:ArchiveRelocationMode=0");
    }
    options.add("-Dfile.encoding=UTF-8");
    options.add("-Dstdout.encoding=UTF-8");
    options.add("-Dstderr.encoding=UTF-8");
    return options;
  }

  /** A second collector is no override but an error to the JVM. */
  private static boolean choosesCollector(ChildSpec spec) {
    List<String> options = new ArrayList<>(spec.extraOptions());
    options.addAll(spec.jvm().options());
    return options.stream().anyMatch(option -> option.matches("-XX:\\+Use\\w+GC"));
  }

  /** The JVM's own words go to files of their own, its warnings to stderr, never to stdout. */
  private static List<String> reports(ChildFolder folder) {
    return List.of(
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+LogVMOutput",
        "-XX:-DisplayVMOutput",
        "-XX:LogFile=" + folder.jvmLog(),
        "-XX:ErrorFile=" + folder.crashLog(),
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        "-Djava.io.tmpdir=" + folder.temp());
  }
}
