package io.forkyard.examples;

/** A whole program: its output is the job's output and its exit code the job's end. */
public final class Hello {

  private Hello() {}

  /** Greets each name, or the world. */
  public static void main(String[] names) {
    if (names.length == 0) {
      System.out.println("Hello, world");
    }
    for (String name : names) {
      System.out.println("Hello, " + name);
    }
  }
}
