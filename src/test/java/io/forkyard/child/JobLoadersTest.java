package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.api.Forkyard;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobLoadersTest {

  @TempDir Path folder;

  @Test
  void jobWhenItBringsAnOlderLibrarySeesItsOwn() throws Exception {
    Code.compile(
        folder,
        "package com.google.gson; public class Gson { public static String version() { return"
            + " \"old\"; } }",
        "public class Job { public static String f() { return com.google.gson.Gson.version(); } }");
    try (ChildJvm child = ChildJvm.start(folder)) {
      child.send(ChildJvm.task("Job::f", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("\"old\"");
    }
  }

  @Test
  void jobWhenItNamesTheChildsClassesDoesNotSeeThem() throws Exception {
    ClassLoader loader = new JobLoaders().of(List.of());
    assertThat(loader.loadClass(Forkyard.class.getName())).isSameAs(Forkyard.class);
    assertMissing(loader, "io.forkyard.child.Main");
    assertMissing(loader, "io.forkyard.wire.Wire");
    assertMissing(loader, "com.google.gson.Gson");
    assertMissing(loader, "org.junit.jupiter.api.Test");
  }

  @Test
  void jobInAChildSeesTheApiAndNothingElseOfTheChild() throws Exception {
    Code.compile(
        folder,
        """
        public class Job {
          public static java.util.List<Object> f() throws Exception {
            ClassLoader mine = Job.class.getClassLoader();
            return java.util.List.of(
                mine.loadClass("io.forkyard.api.Forkyard") == io.forkyard.api.Forkyard.class,
                hidden("io.forkyard.child.Main"),
                hidden("io.forkyard.child.sample.Sample"),
                hidden("com.google.gson.Gson"),
                mine.getResource("META-INF/MANIFEST.MF") == null,
                mine.getResource("java/lang/Object.class") != null);
          }
          static boolean hidden(String name) {
            try {
              Class.forName(name);
              return false;
            } catch (ClassNotFoundException e) {
              return true;
            }
          }
        }
        """);
    try (ChildJvm child = ChildJvm.start(folder)) {
      child.send(ChildJvm.task("Job::f", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("[true,true,true,true,true,true]");
    }
  }

  @Test
  void jobWhenItUsesToolsOfTheJdkSeesThem() throws Exception {
    ClassLoader loader = new JobLoaders().of(List.of());
    assertThat(loader.loadClass("java.sql.Connection")).isNotNull();
    assertThat(loader.loadClass("com.sun.source.tree.Tree")).isNotNull();
  }

  @Test
  void loaderWhenTheClassPathIsTheSameIsTheSame() {
    JobLoaders loaders = new JobLoaders();
    assertThat(loaders.of(List.of("a", "b"))).isSameAs(loaders.of(List.of("a", "b")));
    assertThat(loaders.of(List.of("a", "b"))).isNotSameAs(loaders.of(List.of("b", "a")));
  }

  @Test
  void classThatIsLoadedAheadIsTheTasksAndHasNotRun() throws Exception {
    Path log = folder.resolve("classes.log");
    Code.compile(
        folder,
        """
        public class Job {
          static {
            System.err.print("begun");
          }
          public static int f() {
            return 1;
          }
        }
        """);
    List<String> options = List.of("-Xlog:class+load:file=" + log);
    try (ChildJvm child = ChildJvm.startCold(folder, options, List.of())) {
      child.send(new Message.WarmUp("Job::f", List.of(folder.toString())));
      assertThat(child.read()).isEqualTo(new Message.Warm());
      while (loads(log) == 0) {
        Thread.onSpinWait();
      }
      assertThat(child.stderr()).isEmpty();

      child.send(ChildJvm.task("Job::f", "[]", folder.toString()));

      assertThat(child.answer()).isEqualTo("1");
      assertThat(child.stderr()).isEqualTo("begun");
      assertThat(loads(log)).isOne();
    }
  }

  private static long loads(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" Job source:")).count();
    }
  }

  @Test
  void jarsThatCameOrChangedAfterALoadAheadAreSeenByTheTask() throws Exception {
    Path first = folder.resolve("first");
    Path code = folder.resolve("code");
    List<String> classpath = List.of(first.toString(), code.toString());
    Code.compile(Files.createDirectory(code), "public class Job { public static void f() {} }");
    JobLoaders loaders = new JobLoaders();
    loaders.preload("Job::f", classpath);

    Code.compile(Files.createDirectory(first), "public class Job { public static void g() {} }");

    Class<?> job = loaders.of(classpath).loadClass("Job");
    assertThat(job.getDeclaredMethods()).extracting(Method::getName).containsExactly("g");
  }

  @Test
  void whatCannotBeLoadedAheadIsLookedForAgainByTheTask() throws Exception {
    Path late = folder.resolve("late");
    List<String> classpath = List.of(late.toString());
    JobLoaders loaders = new JobLoaders();
    loaders.preload("Job::f", classpath);

    Code.compile(Files.createDirectory(late), "public class Job { public static void f() {} }");

    assertThat(loaders.of(classpath).loadClass("Job")).isNotNull();
  }

  @Test
  void loaderThatATaskHasIsLeftAsItIs() throws Exception {
    List<String> classpath = List.of(folder.toString());
    JobLoaders loaders = new JobLoaders();
    ClassLoader loader = loaders.of(classpath);

    loaders.preload("Missing::f", classpath);

    assertThat(loaders.of(classpath)).isSameAs(loader);
  }

  @Test
  void largeJarIsNotOpenedAhead() throws Exception {
    Path code = Files.createDirectory(folder.resolve("code"));
    Path large = folder.resolve("large.jar");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength((16 << 20) + 1);
    }
    List<String> classpath = List.of(code.toString(), large.toString());
    Code.compile(code, "public class Job { public static void f() {} }");
    FileTime changed = Files.getLastModifiedTime(code);
    JobLoaders loaders = new JobLoaders();
    loaders.preload("Job::f", classpath);

    Code.compile(code, "public class Job { public static void g() {} }");
    Files.setLastModifiedTime(code, changed);

    Class<?> job = loaders.of(classpath).loadClass("Job");
    assertThat(job.getDeclaredMethods()).extracting(Method::getName).containsExactly("g");
  }

  private static void assertMissing(ClassLoader loader, String name) {
    assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
  }
}
