package io.forkyard.child;

import static io.forkyard.child.ChildJvm.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real children, spoken to over their pipes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChildTest {

  private static final String EXAMPLES = ChildJvm.jar("forkyard-examples.jar").toString();

  @TempDir Path folder;

  @Test
  void methodWhenItReturnsAnswersAndByeEndsWithZero() throws Exception {
    try (ChildJvm child = ChildJvm.start(folder)) {
      child.send(
          new Message.Task(
              "token",
              "job",
              1,
              1,
              1,
              "io.forkyard.examples.Primes::count",
              "[1,1000000]",
              "{\"step\":2}",
              List.of(EXAMPLES),
              100,
              true));
      Message.Answer answer = (Message.Answer) child.read();
      assertThat(answer.attempt()).isEqualTo("token");
      assertThat(answer.json()).isEqualTo("78498");
      assertThat(answer.peakMemory()).isGreaterThan(1 << 20);
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isZero();
    }
  }

  @Test
  void methodWhenItThrowsComplainsAndByeEndsWithOne() throws Exception {
    Message.Complaint complaint;
    try (ChildJvm child =
        started(
            "public static void f() { try { g(); } catch (Exception e) { throw new"
                + " RuntimeException(\"outer\", e); } } static void g() throws Exception { throw"
                + " new Exception(\"inner\"); }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      complaint = child.complaint();
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isEqualTo(1);
    }
    assertThat(complaint.fault()).isEqualTo(Fault.EXCEPTION);
    assertThat(complaint.exception()).isEqualTo("java.lang.RuntimeException");
    assertThat(complaint.message()).isEqualTo("outer");
    assertThat(complaint.stackTrace())
        .startsWith("java.lang.RuntimeException: outer\n\tat Job.f(")
        .contains("Caused by: java.lang.Exception: inner\n\tat Job.g(")
        .doesNotContain("io.forkyard", "reflect");
  }

  @Test
  void methodWhenChildIsReusedKeepsStaticState() throws Exception {
    try (ChildJvm child = started("static int n; public static int f() { return ++n; }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("1");
      child.send(task("Job::f", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("2");
    }
  }

  @Test
  void methodWhenItExitsAnnouncesItsOwnEnd() throws Exception {
    try (ChildJvm child = started("public static void f() { System.exit(3); }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      assertThat(((Message.Exiting) child.read()).own()).isTrue();
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void methodWhenItAsksWhoItIsSeesTheTask() throws Exception {
    try (ChildJvm child = ChildJvm.start(folder)) {
      child.send(task("io.forkyard.examples.WhoAmI", "[]", EXAMPLES));
      assertThat(child.answer())
          .isEqualTo("{\"attempt\":1,\"jobId\":\"job-1\",\"pid\":4711,\"ppid\":815}");
    }
  }

  @Test
  void methodWhenCancelledIsInterruptedAndTheNextTaskIsNot() throws Exception {
    try (ChildJvm child =
        started(
            "public static void f() throws Exception { new"
                + " java.util.concurrent.CountDownLatch(1).await(); } public static boolean g() {"
                + " return Thread.interrupted(); }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      child.send(new Message.Cancel());
      assertThat(child.complaint().exception()).isEqualTo("java.lang.InterruptedException");
      child.send(new Message.Cancel());
      child.send(task("Job::g", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("false");
    }
  }

  @Test
  void methodWhenStaticInitializerThrowsComplainsWithTheCause() throws Exception {
    try (ChildJvm child =
        started(
            "static int x = 1 / Integer.parseInt(\"0\"); public static int f() { return x; }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      Message.Complaint complaint = child.complaint();
      assertThat(complaint.exception()).isEqualTo("java.lang.ExceptionInInitializerError");
      assertThat(complaint.message()).contains("/ by zero");
      assertThat(complaint.stackTrace()).contains("Caused by: java.lang.ArithmeticException");
    }
  }

  @Test
  void methodWhenItRecursesForEverComplainsOnly() throws Exception {
    try (ChildJvm child = started("public static int f() { return f() + 1; }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      Message.Complaint complaint = child.complaint();
      assertThat(complaint.fault()).isEqualTo(Fault.EXCEPTION);
      assertThat(complaint.exception()).isEqualTo("java.lang.StackOverflowError");
    }
  }

  @Test
  void methodWhenDirectMemoryRunsOutComplainsOfMemory() throws Exception {
    try (ChildJvm child =
        started("public static void f() { java.nio.ByteBuffer.allocateDirect(1 << 30); }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      assertThat(child.complaint().fault()).isEqualTo(Fault.OUT_OF_MEMORY);
    }
  }

  @Test
  void methodWhenItsExceptionThrowsIsStillAComplaint() throws Exception {
    try (ChildJvm child =
        started(
            "static class Bad extends RuntimeException {"
                + " public String getMessage() { throw this; }"
                + " public String toString() { throw this; }"
                + " public StackTraceElement[] getStackTrace() { throw this; }"
                + " public synchronized Throwable getCause() { throw this; } }"
                + " public static void f() { throw new Bad(); }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      Message.Complaint complaint = child.complaint();
      assertThat(complaint.exception()).isEqualTo("Job$Bad");
      assertThat(complaint.message()).contains("Job$Bad");
    }
  }

  @Test
  void methodWhenItPrintsWritesUtf8WhateverTheLocale() throws Exception {
    try (ChildJvm child =
        started("public static void f() { System.out.print(\"Gr\\u00fc\\u00dfe \\u20ac\"); }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("null");
      assertThat(child.stdout()).isEqualTo("Grüße €");
    }
  }

  @Test
  void resultWhenLargerThanAFrameIsAComplaint() throws Exception {
    try (ChildJvm child =
        started("public static String f() { return \"x\".repeat(70_000_000); }")) {
      child.send(
          new Message.Task(
              "t", "j", 1, 1, 1, "Job::f", "[]", "{}", List.of(folder.toString()), 1 << 30, true));
      assertThat(child.complaint().fault()).isEqualTo(Fault.UNSERIALIZABLE_RESULT);
    }
  }

  @Test
  void programWhenItReturnsEndsWithZero() throws Exception {
    try (ChildJvm child = ChildJvm.start(folder)) {
      child.send(task("io.forkyard.examples.Hello", "[\"you\"]", EXAMPLES));
      assertThat(child.read()).isEqualTo(new Message.Program("attempt-1"));
      assertThat(((Message.Exiting) child.read()).own()).isTrue();
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isZero();
      assertThat(child.stdout()).isEqualTo("Hello, you\n");
    }
  }

  @Test
  void programWhenItExitsEndsWithItsCode() throws Exception {
    assertThat(programExit("System.exit(0);")).isZero();
    assertThat(programExit("System.exit(3);")).isEqualTo(3);
  }

  @Test
  void programWhenItLeavesAThreadEndsWithIt() throws Exception {
    int code =
        programExit(
            "Thread main = Thread.currentThread(); new Thread(() -> {"
                + " try { main.join(); } catch (InterruptedException e) {}"
                + " System.out.println(\"after main\"); System.exit(7); }).start();");
    assertThat(code).isEqualTo(7);
  }

  @Test
  void programWhenItThrowsComplainsPrintsAsJavaDoesAndEndsWithOne() throws Exception {
    try (ChildJvm child =
        started("public static void main(String[] a) { int x = 1 / a.length; }")) {
      child.send(task("Job", "[]", folder.toString()));
      assertThat(child.read()).isInstanceOf(Message.Program.class);
      assertThat(child.complaint().exception()).isEqualTo("java.lang.ArithmeticException");
      assertThat(child.read()).isInstanceOf(Message.Exiting.class);
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isEqualTo(1);
      assertThat(child.stderr())
          .isEqualTo(
              "Exception in thread \"main\" java.lang.ArithmeticException: / by zero\n"
                  + "\tat Job.main(Source.java:1)\n");
    }
  }

  @Test
  void programWhenTerminatedSaysThatASignalBeganIt() throws Exception {
    try (ChildJvm child =
        started(
            "public static void main(String[] a) throws Exception { new"
                + " java.util.concurrent.CountDownLatch(1).await(); }")) {
      child.send(task("Job", "[]", folder.toString()));
      assertThat(child.read()).isInstanceOf(Message.Program.class);
      child.signal("TERM");
      assertThat(((Message.Exiting) child.read()).own()).isFalse();
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void idleChildWhenTerminatedEndsWithTheSignalAfterItsHooks() throws Exception {
    try (ChildJvm child =
        started(
            "public static void f() { Runtime.getRuntime().addShutdownHook(new Thread(() -> { try {"
                + " new java.util.concurrent.CountDownLatch(1).await(300,"
                + " java.util.concurrent.TimeUnit.MILLISECONDS); } catch (InterruptedException e) {"
                + " } })); }")) {
      child.send(task("Job::f", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("null");
      child.signal("TERM");
      assertThat(((Message.Exiting) child.read()).own()).isFalse();
      child.send(new Message.Bye());
      assertThat(child.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void compileWhenGoodGivesClassesThatATaskRuns() throws Exception {
    try (ChildJvm child = ChildJvm.start(folder)) {
      String source =
          "package a.b; public class C { public static int f() { return 42; } class D {} }";
      child.send(new Message.Compile("c", source, List.of(), folder.toString()));
      assertThat(child.answer()).contains("\"a.b.C\"", "\"a.b.C$D\"");
      child.send(task("a.b.C::f", "[]", folder.toString()));
      assertThat(child.answer()).isEqualTo("42");
    }
  }

  @Test
  void childWhenThePipeEndsHaltsEvenWithAnEndlessHook() throws Exception {
    try (ChildJvm child =
        started(
            "public static void main(String[] a) { Runtime.getRuntime().addShutdownHook("
                + "new Thread(() -> { while (true) {} })); System.exit(0); }")) {
      child.send(task("Job", "[]", folder.toString()));
      assertThat(child.read()).isInstanceOf(Message.Program.class);
      assertThat(child.read()).isInstanceOf(Message.Exiting.class);
      assertThat(child.isAlive()).isTrue();
      child.hangUp();
      assertThat(child.exitCode()).isEqualTo(1);
    }
  }

  private int programExit(String body) throws Exception {
    try (ChildJvm child =
        started("public static void main(String[] a) throws Exception { " + body + " }")) {
      child.send(task("Job", "[]", folder.toString()));
      assertThat(child.read()).isInstanceOf(Message.Program.class);
      assertThat(((Message.Exiting) child.read()).own()).isTrue();
      child.send(new Message.Bye());
      return child.exitCode();
    }
  }

  private ChildJvm started(String members) throws IOException {
    Code.compile(folder, "public class Job { " + members + " }");
    return ChildJvm.start(folder, "-Xmx512m");
  }
}
