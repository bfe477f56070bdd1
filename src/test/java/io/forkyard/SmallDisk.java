package io.forkyard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own in memory, which a test can fill, or make one to be read only. */
public final class SmallDisk implements AutoCloseable {

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Skips the test where nobody may mount. */
  public static SmallDisk mount(int megabytes) throws Exception {
    Path root = TestData.folder("disk");
    String size = "size=" + megabytes + "m";
    assumeTrue(run("mount", "-t", "tmpfs", "-o", size, "none", root.toString()), "may mount");
    return new SmallDisk(root);
  }

  public Path root() {
    return root;
  }

  /** Leaves no room. */
  public void fill() throws IOException {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      byte[] block = new byte[4096];
      while (true) {
        filler.write(block);
      }
    } catch (IOException e) {
      if (root.toFile().getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  /** Makes room again. */
  public void empty() throws IOException {
    Files.delete(filler());
  }

  /** From now on it can only be read. */
  public void protect() throws Exception {
    assumeTrue(run("mount", "-o", "remount,ro", root.toString()), "may mount");
  }

  private Path filler() {
    return root.resolve("filler");
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Lazily, since dying children may be in it still. */
  @Override
  public void close() throws Exception {
    run("umount", "-l", root.toString());
  }
}
