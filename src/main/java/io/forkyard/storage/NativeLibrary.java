package io.forkyard.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The embedded database's native part, which its driver unpacks into a file. By default that is in
 * the folder for temporary files, where each service that is killed leaves one for ever.
 */
final class NativeLibrary {

  private static final String WHERE = "org.sqlite.tmpdir";

  /** Bytes that are surely enough. */
  private static final long ROOM = 16 << 20;

  private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);

  private NativeLibrary() {}

  /**
   * Unpacks and loads it, unless the disk is nearly full or somebody has said where it goes.
   *
   * @param folder this service's alone; what is there goes
   */
  static void unpack(Path folder) {
    if (System.getProperty(WHERE) != null || folder.toFile().getUsableSpace() < ROOM) {
      return;
    }
    System.setProperty(WHERE, folder.toString());
    try {
      clear(folder);
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      log.debug("No library can be loaded from {}, so it goes to the default place", folder, e);
      System.clearProperty(WHERE);
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
  }
}
