package io.forkyard.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command that becomes a child. */
final class CommandLine {

  /**
   * The frames move to descriptors 3 and 4, then the job's streams take their places. Append mode
   * lets the service cut a file that is being written. A core dump would delay the end of a crash.
   */
  private static final String SCRIPT =
      "ulimit -c 0; unset PWD OLDPWD SHLVL; out=$1; shift;"
          + " exec \"$@\" 3<&0 4>&1 0</dev/null 1>>\"$out\"";

  private static final String ARCHIVE = "-XX:SharedArchiveFile=";
  private static final String DUMP_HEAP = "256m";
  private static final String MAIN = "io.forkyard.child.Main";
  private static final long SERIAL_UP_TO = 1L << 30;

  /** From here on the JVM writes references, and so its archives, in another way. */
  private static final long WIDE = 31L << 30;

  /**
   * What a JVM of 25 writes at its start and a child hardly needs: tables of 65,536 buckets for
   * interned strings and of 32,768 for symbols, which grow when they have to, and a memory of its
   * last events for a crash report, of which only the cause is read.
   */
  private static final List<String> LEAN =
      List.of(
          "-XX:StringTableSize=2048",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:SymbolTableSize=2048",
          "-XX:-LogEvents");

  /** Options with which a JVM accepts an archive that was made without them. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "-D(?!java\\.|jdk\\.module).*|-X(ms|mn|ss|log).*|-(ea|da|esa|dsa).*|-XX:\\+UseSerialGC"
              + "|-XX:(MaxMetaspaceSize|MaxDirectMemorySize|TieredStopAtLevel"
              + "|ActiveProcessorCount|ReservedCodeCacheSize)=.*");

  private final List<String> prefix;
  private final List<String> jars;
  private final boolean archiveRelocation;
  private final Duration silence;

  /**
   * The command of all children.
   *
   * @param jars options that name the child's own
   * @param silence how long a child may hear nothing of the service; zero for as long as it likes
   */
  CommandLine(List<String> prefix, List<String> jars, boolean archiveRelocation, Duration silence) {
    this.prefix = prefix;
    this.jars = jars;
    this.archiveRelocation = archiveRelocation;
    this.silence = silence;
  }

  /**
   * The command of one child.
   *
   * @param archive of classes, for those that would accept it
   */
  List<String> of(ChildSpec spec, ChildFolder folder, @Nullable Path archive) {
    List<String> line = java(spec.jvm(), folder.stdout());
    line.addAll(jvm(spec));
    line.addAll(reports(folder));
    if (archive != null && acceptsArchive(spec)) {
      line.add(ARCHIVE + archive);
    }
    line.addAll(spec.extraOptions());
    line.addAll(spec.jvm().options());
    line.addAll(jars);
    line.add(MAIN);
    if (silence.isPositive()) {
      line.add(Long.toString(silence.toMillis()));
    }
    return line;
  }

  /** The command that makes a class archive for children of the service's own Java. */
  List<String> dump(Path list, Path archive, Path stdout) {
    List<String> line = java(new JvmSettings(DUMP_HEAP, List.of(), null), stdout);
    line.addAll(
        List.of(
            "-Xmx" + DUMP_HEAP,
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + list,
            ARCHIVE + archive,
            "-Xlog:disable",
            "-Xlog:all=error:stderr"));
    line.addAll(jars);
    return line;
  }

  /**
   * Whether a child is one for the archive of the service's own Java. Where a JVM would refuse it,
   * the one that comes with the JVM is better than none.
   */
  static boolean acceptsArchive(ChildSpec spec) {
    return home(spec.jvm().javaHome()).equals(home(null))
        && spec.jvm().maxHeapBytes() < WIDE
        && options(spec).stream().allMatch(option -> PLAIN.matcher(option).matches());
  }

  private List<String> java(JvmSettings jvm, Path stdout) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
    line.add(stdout.toString());
    line.addAll(prefix);
    line.add(home(jvm.javaHome()).resolve("bin", "java").toString());
    return line;
  }

  private static Path home(@Nullable String chosen) {
    return Path.of(Optional.ofNullable(chosen).orElse(System.getProperty("java.home"))).normalize();
  }

  private List<String> jvm(ChildSpec spec) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + spec.jvm().maxHeap());
    options.add("-XX:MaxMetaspaceSize=256m");
    options.add("-XX:-UsePerfData");
    options.add("-XX:+UnlockDiagnosticVMOptions");
    options.addAll(LEAN);
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
    return options(spec).stream().anyMatch(option -> option.matches("-XX:\\+Use\\w+GC"));
  }

  private static List<String> options(ChildSpec spec) {
    List<String> options = new ArrayList<>(spec.extraOptions());
    options.addAll(spec.jvm().options());
    return options;
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
