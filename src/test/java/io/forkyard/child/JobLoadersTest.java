package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.api.Forkyard;
import java.nio.file.Path;
import java.util.List;
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

  private static void assertMissing(ClassLoader loader, String name) {
    assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
  }
}
