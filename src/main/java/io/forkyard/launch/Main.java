package io.forkyard.launch;

/**
 * What the runnable jar starts first. It is compiled for an older Java than the rest, so that on
 * such a Java it can say in one sentence what is missing instead of failing with a class version.
 */
public final class Main {

  private static final int NEEDED = 25;

  private Main() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    int found = Runtime.version().feature();
    if (found < NEEDED) {
      System.err.println(
          "Forkyard needs Java "
              + NEEDED
              + " or newer, and this is Java "
              + found
              + ": start it"
              + " with the java of a newer JDK.");
      System.exit(1);
    }
    Class.forName("io.forkyard.ForkyardApplication")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }
}
