package io.forkyard.code;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** Compiled sources, one folder of classes for each text and class path. Any thread may call. */
public final class Sources {

  private static final String DRAFT = "compile-";

  private final ArtifactStore store;
  private final Path folder;

  Sources(ArtifactStore store, Path folder) {
    this.store = store;
    this.folder = folder;
    Leftovers.remove(folder, DRAFT + "*");
  }

  /** The hash by which a source is stored with its job. */
  public static String hash(String text) {
    return Hashes.of(text);
  }

  /**
   * The name of what a source gives.
   *
   * @param jdk that compiles it
   * @param classpath that it is compiled against; a file that changes gives another name
   */
  public static String key(String hash, String jdk, List<Path> classpath) {
    StringBuilder parts = new StringBuilder(hash).append('\n').append(jdk);
    for (Path entry : classpath) {
      parts.append('\n').append(entry).append('@').append(entry.toFile().lastModified());
    }
    return Hashes.of(parts.toString());
  }

  /** The classes, if they were compiled before. */
  public Optional<Path> classes(String key) {
    Path classes = folder.resolve(key);
    return Files.isDirectory(classes) ? Optional.of(classes) : Optional.empty();
  }

  /** The text of a stored source. */
  public String text(String hash) {
    return store.source(hash);
  }

  /** A new empty folder to compile into. */
  public Path begin() throws IOException {
    return Files.createTempDirectory(folder, DRAFT);
  }

  /** Makes a folder that was compiled into the classes of its key. */
  public Path keep(String key, Path compiled) throws IOException {
    Path classes = folder.resolve(key);
    try {
      return Files.move(compiled, classes, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(classes)) {
        throw e;
      }
      drop(compiled);
      return classes;
    }
  }

  /** Removes a folder whose compilation failed. */
  public void drop(Path compiled) throws IOException {
    FileSystemUtils.deleteRecursively(compiled);
  }
}
