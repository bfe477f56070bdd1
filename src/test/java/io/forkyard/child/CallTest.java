package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.child.json.MismatchException;
import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallTest {

  private static final String SOURCE =
      """
      package pkg;
      import java.util.*;
      import java.util.concurrent.Callable;
      import java.util.function.Supplier;
      public class Jobs extends Base implements Iface {
        static int none() { return 1; }
        private int instance(int a) { return a + 1; }
        static String two(int a, int b) { return "ints " + a + " " + b; }
        static String two(int a, String c) { return "int and string " + a + " " + c; }
        static String three(int a, int b, int c) { return "three"; }
        static int sum(int... numbers) { return Arrays.stream(numbers).sum(); }
        static void fails() throws Exception { throw new java.io.IOException("mine"); }
        public static class Nested { static String name() { return "nested"; } }
        public class Inner { String f() { return ""; } }
        public static class NoDefault { NoDefault(int x) {} int f() { return 1; } }
        public static class Once implements Callable<String> { public String call() { return "called"; } }
        static class Gives implements Supplier<Integer> { public Integer get() { return 5; } }
        public static class Runs implements Runnable { public void run() {} }
        public static class Both implements Callable<String> {
          public String call() { return ""; }
          public static void main(String[] args) {}
        }
        public static class Simple { void main() {} }
      }
      class Base { int inherited() { return 7; } private int hidden() { return 0; } }
      interface Iface { default int byDefault() { return 8; } }
      """;

  @TempDir static Path folder;
  @TempDir static Path nameless;

  @BeforeAll
  static void compile() {
    Code.compile(folder, SOURCE);
    Code.compile(nameless, List.of(), SOURCE);
  }

  @Test
  void methodWhenStaticInstanceInheritedOrDefaultRuns() throws Throwable {
    assertThat(run("pkg.Jobs::none", "[]", "{}")).isEqualTo(1);
    assertThat(run("pkg.Jobs::instance", "[4]", "{}")).isEqualTo(5);
    assertThat(run("pkg.Jobs::inherited", "[]", "{}")).isEqualTo(7);
    assertThat(run("pkg.Jobs::byDefault", "[]", "{}")).isEqualTo(8);
    assertThat(run("pkg.Jobs::hashCode", "[]", "{}")).isInstanceOf(Integer.class);
  }

  @Test
  void typeWhenNestedIsFoundByEitherName() throws Throwable {
    assertThat(run("pkg.Jobs$Nested::name", "[]", "{}")).isEqualTo("nested");
    assertThat(run("pkg.Jobs.Nested::name", "[]", "{}")).isEqualTo("nested");
  }

  @Test
  void typeWhenCallableSupplierOrRunnableRuns() throws Throwable {
    assertThat(run("pkg.Jobs$Once", "[]", "{}")).isEqualTo("called");
    assertThat(run("pkg.Jobs$Gives", "[]", "{}")).isEqualTo(5);
    assertThat(run("pkg.Jobs$Runs", "[]", "{}")).isNull();
    refused(Fault.BAD_ARGUMENTS, "takes no arguments", "pkg.Jobs$Once", "[1]", "{}");
  }

  @Test
  void typeWhenItHasAMainIsAProgram() throws Throwable {
    assertThat(resolve("pkg.Jobs$Both", "[]", "{}").isProgram()).isTrue();
    assertThat(resolve("pkg.Jobs$Simple", "[\"a\"]", "{}").isProgram()).isTrue();
    refused(Fault.BAD_ARGUMENTS, "args[1]", "pkg.Jobs$Both", "[\"a\", 1]", "{}");
    refused(Fault.BAD_ARGUMENTS, "kwargs", "pkg.Jobs$Both", "[]", "{\"a\":1}");
  }

  @Test
  void overloadWhenChosenFollowsCountThenNames() throws Throwable {
    assertThat(run("pkg.Jobs::two", "[1]", "{\"b\":2}")).isEqualTo("ints 1 2");
    assertThat(run("pkg.Jobs::two", "[1]", "{\"c\":\"x\"}")).isEqualTo("int and string 1 x");
    assertThat(run("pkg.Jobs::three", "[]", "{\"c\":1,\"a\":2,\"b\":3}")).isEqualTo("three");
    refused(
        Fault.BAD_ARGUMENTS,
        "two(int a, int b), two(int a, java.lang.String c)",
        "pkg.Jobs::two",
        "[1,2]",
        "{}");
    refused(Fault.BAD_ARGUMENTS, "1 arguments are given", "pkg.Jobs::three", "[1]", "{}");
    refused(Fault.BAD_ARGUMENTS, "three(int a, ", "pkg.Jobs::three", "[1,2]", "{\"d\":1}");
    refused(Fault.BAD_ARGUMENTS, "three(int a, ", "pkg.Jobs::three", "[1,2]", "{\"a\":1}");
  }

  @Test
  void varargsWhenSpreadOrAsOneArrayRun() throws Throwable {
    assertThat(run("pkg.Jobs::sum", "[1,2,3]", "{}")).isEqualTo(6);
    assertThat(run("pkg.Jobs::sum", "[[1,2]]", "{}")).isEqualTo(3);
    assertThat(run("pkg.Jobs::sum", "[]", "{}")).isEqualTo(0);
    assertThat(run("pkg.Jobs::sum", "[]", "{\"numbers\":[4]}")).isEqualTo(4);
  }

  @Test
  void kwargsWhenTheClassHasNoParameterNamesSayHowToCompile() {
    Message.Task task = task("pkg.Jobs::three", "[1,2]", "{\"c\":1}");
    assertThatThrownBy(() -> Call.resolve(task, new JobLoaders().of(List.of(nameless.toString()))))
        .isInstanceOf(TaskException.class)
        .hasMessageContaining("-parameters");
  }

  @Test
  void argumentWhenItDoesNotFitIsNamed() {
    assertThatThrownBy(() -> resolve("pkg.Jobs::three", "[1,\"x\",3]", "{}"))
        .isInstanceOf(MismatchException.class)
        .hasMessage("args[1]: expected int, found the string \"x\"");
    assertThatThrownBy(() -> resolve("pkg.Jobs::three", "[1,2]", "{\"c\":null}"))
        .isInstanceOf(MismatchException.class)
        .hasMessage("c: expected int, found null");
  }

  @Test
  void targetWhenMissingIsNamed() {
    refused(Fault.TARGET_NOT_FOUND, "pkg.Missing", "pkg.Missing::f", "[]", "{}");
    refused(Fault.TARGET_NOT_FOUND, "no method missing; it has", "pkg.Jobs::missing", "[]", "{}");
    refused(Fault.TARGET_NOT_FOUND, "hidden", "pkg.Jobs::hidden", "[]", "{}");
    refused(Fault.TARGET_NOT_FOUND, "no class PKG.jobs", "PKG.jobs", "[]", "{}");
    refused(Fault.TARGET_NOT_FOUND, "no main", "pkg.Jobs", "[]", "{}");
    refused(Fault.TARGET_NOT_FOUND, "no class ", "::f", "[]", "{}");
  }

  @Test
  void targetWhenItsTypeCannotBeMadeSaysWhy() {
    refused(Fault.TARGET_NOT_FOUND, "no constructor", "pkg.Jobs$NoDefault::f", "[]", "{}");
    refused(Fault.TARGET_NOT_FOUND, "no constructor", "pkg.Jobs$Inner::f", "[]", "{}");
  }

  @Test
  void methodWhenItThrowsThrowsItsOwnException() {
    assertThatThrownBy(() -> run("pkg.Jobs::fails", "[]", "{}"))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("mine");
  }

  private static void refused(
      Fault fault, String words, String target, String args, String kwargs) {
    assertThatThrownBy(() -> run(target, args, kwargs))
        .isInstanceOfSatisfying(TaskException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(words);
  }

  private static @Nullable Object run(String target, String args, String kwargs) throws Throwable {
    return resolve(target, args, kwargs).invoke();
  }

  private static Call resolve(String target, String args, String kwargs) throws Exception {
    return Call.resolve(
        task(target, args, kwargs), new JobLoaders().of(Arrays.asList(folder.toString())));
  }

  private static Message.Task task(String target, String args, String kwargs) {
    return new Message.Task("t", "j", 1, 1, 1, target, args, kwargs, List.of(), 1000, true);
  }
}
