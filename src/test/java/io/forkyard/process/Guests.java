package io.forkyard.process;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What the children of these tests run. */
public final class Guests {

  private Guests() {}

  public static String hello() {
    return "hello";
  }

  public static String refuse() {
    throw new IllegalStateException("not today");
  }

  public static String last(long milliseconds) throws InterruptedException {
    Thread.sleep(milliseconds);
    return "lasted";
  }

  public static void sleep() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  public static void exit() {
    System.exit(7);
  }

  public static void halt() {
    Runtime.getRuntime().halt(5);
  }

  /** Ignores interrupts. */
  public static void hang() {
    while (true) {
      LockSupport.park();
    }
  }

  /** Never stops to look whether it should. */
  public static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  /** Returns, and leaves a hook that lets no orderly end come to its end. */
  public static String stubborn() {
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(never)));
    return "installed";
  }

  public static void crash() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
  }

  public static void heap() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1 << 20]);
    }
  }

  public static void metaspace() {
    List<Object> all = new ArrayList<>();
    while (true) {
      URLClassLoader loader = new URLClassLoader(new URL[0], Guests.class.getClassLoader());
      all.add(Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (_, _, _) -> null));
    }
  }

  public static void flood() {
    String line = "x".repeat(1023) + "\n";
    for (int i = 0; i < 8 * 1024; i++) {
      System.out.print(line);
    }
    System.out.flush();
  }

  public static void umlauts() {
    System.out.println("größer €");
    System.err.println("Übel");
  }

  public static String environment() {
    return String.join(",", System.getenv().keySet());
  }

  public static String folder() {
    return System.getProperty("user.dir") + " " + System.getProperty("java.io.tmpdir");
  }

  /** Starts a process that neither the group nor the ancestry betrays; returns its pid. */
  public static String orphan() throws IOException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & echo $!").start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A program that succeeds. */
  public static final class Zero {
    public static void main(String[] args) {
      System.exit(0);
    }
  }

  /** A program that ends because its main does. */
  public static final class Returning {
    public static void main(String[] args) {
      System.out.println("done");
    }
  }

  /** A program whose code looks like a signal's. */
  public static final class LikeSignal {
    public static void main(String[] args) {
      System.exit(143);
    }
  }

  /** A program with a code of its own. */
  public static final class TwoHundred {
    public static void main(String[] args) {
      System.exit(200);
    }
  }

  /** A program that fails. */
  public static final class Throwing {
    public static void main(String[] args) {
      throw new IllegalStateException("not today");
    }
  }
}
