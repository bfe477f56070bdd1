package io.forkyard.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data folder cannot be used. The service does not start without it. */
public final class DataDirectoryException extends RuntimeException {

  private final Path path;

  DataDirectoryException(Path path, String why, @Nullable Exception cause) {
    super("The data folder " + path + " cannot be used: " + why + ".", cause);
    this.path = path;
  }

  /** The folder. */
  public Path path() {
    return path;
  }
}
