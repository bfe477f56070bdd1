package io.forkyard.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * Compiled sources, one folder for each text and class path: the classes, and a list of them by
 * which damage is seen. Any thread may call.
 */
public final class Sources {

  private static final String DRAFT = "compile-";
  private static final String CLASSES = "classes";
  private static final String LIST = "list";
  private static final int REMEMBERED = 10_000;

  private final ArtifactStore store;
  private final Path folder;

  /** What was found whole since the start, or made. */
  private final Recent<String, ClassFiles> whole = new Recent<>(REMEMBERED);

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

  /**
   * The classes, if they were compiled before and are whole: their contents are compared once after
   * a start of the service, then their sizes.
   */
  public Optional<Path> classes(String key) {
    Path classes = folder.resolve(key).resolve(CLASSES);
    ClassFiles files = whole.get(key);
    boolean good = files == null ? isWhole(key, classes) : files.areIn(classes);
    return good ? Optional.of(classes) : Optional.empty();
  }

  private boolean isWhole(String key, Path classes) {
    ClassFiles wanted = ClassFiles.read(folder.resolve(key).resolve(LIST)).orElse(null);
    try {
      if (wanted == null || !wanted.equals(ClassFiles.in(classes))) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    whole.put(key, wanted);
    return true;
  }

  /** The text of a stored source. */
  public String text(String hash) {
    return store.source(hash);
  }

  /** A new empty folder to compile into. */
  public Path begin() throws IOException {
    return Files.createDirectory(Files.createTempDirectory(folder, DRAFT).resolve(CLASSES));
  }

  /** Makes a folder that was compiled into the classes of its key, in place of damaged ones. */
  public Path keep(String key, Path compiled) throws IOException {
    Path place = folder.resolve(key);
    ClassFiles files = ClassFiles.in(compiled);
    files.write(compiled.resolveSibling(LIST));
    FileSystemUtils.deleteRecursively(place);
    Files.move(compiled.getParent(), place, StandardCopyOption.ATOMIC_MOVE);
    whole.put(key, files);
    return place.resolve(CLASSES);
  }

  /** Removes a folder whose compilation failed. */
  public void drop(Path compiled) throws IOException {
    FileSystemUtils.deleteRecursively(compiled.getParent());
  }
}
