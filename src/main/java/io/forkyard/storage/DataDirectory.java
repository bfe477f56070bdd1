package io.forkyard.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The folder of one running service, held by a lock on a file in it until {@link #close}. */
public final class DataDirectory implements AutoCloseable {

  /** What jobs print and give back is nobody else's business. */
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder where it is missing and takes it for this process.
   *
   * @throws DataDirectoryException if it cannot be written or another service has it
   */
  static DataDirectory open(Path wanted) {
    Path path = wanted.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path, OWNER_ONLY);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw DataDirectoryException.taken(path);
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw DataDirectoryException.unusable(path, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The folder itself, absolute. */
  public Path path() {
    return path;
  }

  /** A folder within, created where it is missing. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw DataDirectoryException.unusable(path, e);
    }
  }

  /**
   * Begins something that writes here by itself.
   *
   * @throws DataDirectoryException if it meets an {@link UncheckedIOException}
   */
  public <T> T using(Function<Path, T> begin) {
    try {
      return begin.apply(path);
    } catch (UncheckedIOException e) {
      throw DataDirectoryException.unusable(path, Objects.requireNonNull(e.getCause()));
    }
  }

  /** The same for as long as the folder is there. */
  public String id() {
    Path file = id(path);
    try {
      if (Files.notExists(file)) {
        Files.writeString(file, UUID.randomUUID().toString());
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw DataDirectoryException.unusable(path, e);
    }
  }

  static Path id(Path folder) {
    return folder.resolve("id");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
