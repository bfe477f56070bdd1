package io.forkyard.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The uploaded jars. Any thread may call. */
public final class Artifacts {

  private static final String PREFIX = "sha256:";

  /** What became of an upload. */
  public sealed interface Stored {
    /** It is new. */
    record Created(Artifact artifact) implements Stored {}

    /** The same bytes were there. */
    record Known(Artifact artifact) implements Stored {}

    /** It is something else. */
    record NotAJar(String why) implements Stored {}

    /** It has more bytes than are taken. */
    record TooLarge(long limit) implements Stored {}
  }

  /** What became of a wish to delete a jar. */
  public enum Deletion {
    DONE,
    NOT_FOUND,
    IN_USE
  }

  private final ArtifactStore store;
  private final JarCache cache;
  private final Clock clock;
  private final long limit;

  Artifacts(ArtifactStore store, JarCache cache, Clock clock, long limit) {
    this.store = store;
    this.cache = cache;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Stores a jar; the same bytes are stored once. The stream is read to its end, or to the limit.
   *
   * @throws IOException if the stream breaks; nothing is stored
   */
  public Stored store(InputStream jar) throws IOException {
    Path upload = cache.upload();
    try {
      MessageDigest digest = Hashes.digest();
      long size = copy(jar, upload, digest);
      if (size > limit) {
        return new Stored.TooLarge(limit);
      }
      return store(PREFIX + Hashes.hex(digest.digest()), size, upload);
    } finally {
      Files.deleteIfExists(upload);
    }
  }

  private long copy(InputStream jar, Path upload, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(upload), digest)) {
      int read = jar.read(buffer);
      while (read >= 0 && size <= limit) {
        out.write(buffer, 0, read);
        size += read;
        read = jar.read(buffer);
      }
    }
    return size;
  }

  private Stored store(String id, long size, Path upload) throws IOException {
    Optional<Artifact> known = store.use(id, clock.instant());
    if (known.isPresent()) {
      return new Stored.Known(known.get());
    }
    try {
      JarInspector.Findings found = JarInspector.inspect(upload);
      Artifact artifact = new Artifact(id, size, found.mainClass(), found.jvmOptions(), now());
      cache.keep(id, upload);
      return store.add(artifact) ? new Stored.Created(artifact) : new Stored.Known(artifact);
    } catch (ZipException e) {
      return new Stored.NotAJar(String.valueOf(e.getMessage()));
    }
  }

  /** As precise as it is stored. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The jar with this id. */
  public Optional<Artifact> find(String id) {
    return store.find(id);
  }

  /** Jars by id, descending, below {@code before} where given. */
  public List<Artifact> list(@Nullable String before, int limit) {
    return store.list(before, limit);
  }

  /** Deletes a jar that no waiting or running job needs. */
  public Deletion delete(String id) {
    if (store.delete(id)) {
      cache.forget(id);
      return Deletion.DONE;
    }
    return find(id).isPresent() ? Deletion.IN_USE : Deletion.NOT_FOUND;
  }
}
