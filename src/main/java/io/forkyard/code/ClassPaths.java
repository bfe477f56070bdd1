package io.forkyard.code;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the jars of a job's class path are and where they lie. Any thread may call. */
public final class ClassPaths {

  /** What a list of ids means. */
  public sealed interface Resolved {

    /**
     * All are there.
     *
     * @param mainClass the first that a manifest names
     * @param jvmOptions that the manifests ask for, one a line
     */
    record Found(@Nullable String mainClass, String jvmOptions) implements Resolved {}

    /** This one was not uploaded, or has been deleted. */
    record Missing(String id) implements Resolved {}
  }

  private final ArtifactStore store;
  private final JarCache cache;
  private final Clock clock;
  private final List<Path> shared;

  ClassPaths(ArtifactStore store, JarCache cache, Clock clock, List<Path> shared) {
    this.store = store;
    this.cache = cache;
    this.clock = clock;
    this.shared = shared.stream().map(Path::toAbsolutePath).toList();
  }

  /** Looks the jars up, in the order given. */
  public Resolved resolve(List<String> ids) {
    List<Artifact> artifacts = new ArrayList<>();
    for (String id : ids) {
      Artifact artifact = store.use(id, clock.instant()).orElse(null);
      if (artifact == null) {
        return new Resolved.Missing(id);
      }
      artifacts.add(artifact);
    }
    String mainClass =
        artifacts.stream()
            .map(Artifact::mainClass)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    Set<String> options = new LinkedHashSet<>();
    artifacts.forEach(artifact -> artifact.jvmOptions().lines().forEach(options::add));
    return new Resolved.Found(mainClass, String.join("\n", options));
  }

  /**
   * The files of the jars, then those that every job sees.
   *
   * @throws MissingArtifactException if one has been deleted meanwhile
   */
  public List<Path> files(List<String> ids) {
    List<Path> files = new ArrayList<>();
    for (String id : ids) {
      files.add(cache.file(id).orElseThrow(() -> new MissingArtifactException(id)));
    }
    files.addAll(shared);
    return files;
  }
}
