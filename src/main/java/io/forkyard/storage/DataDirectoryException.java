package io.forkyard.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data folder cannot be used. The service does not start without it. */
public final class DataDirectoryException extends RuntimeException {

  private final Path path;
  private final String cure;

  private DataDirectoryException(Path path, String why, String cure, @Nullable Exception cause) {
    super("The data folder " + path + " cannot be used: " + why + ".", cause);
    this.path = path;
    this.cure = cure;
  }

  static DataDirectoryException taken(Path path) {
    return new DataDirectoryException(
        path,
        "another Forkyard runs on it",
        "Stop the other service, or set forkyard.data-dir to another folder.",
        null);
  }

  static DataDirectoryException unusable(Path path, IOException cause) {
    return new DataDirectoryException(
        path,
        "it cannot be created or written: " + reason(cause),
        "Set forkyard.data-dir to a folder that the service's user may write, on a disk with room.",
        cause);
  }

  /** Of its database. */
  static DataDirectoryException damaged(Path path, String how) {
    return new DataDirectoryException(
        path,
        "its file forkyard.db " + how,
        "Put a backup in the place of forkyard.db, or set forkyard.data-dir to another folder."
            + " Nothing was changed.",
        null);
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "it is a file";
    }
    String reason = cause instanceof FileSystemException told ? told.getReason() : null;
    return reason == null ? cause.toString() : reason;
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** What to do about it. */
  public String cure() {
    return cure;
  }
}
