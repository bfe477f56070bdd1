package io.forkyard.code;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The uploaded jars. */
public final class Artifacts {

  /** What became of an upload. */
  public sealed interface Stored {
    record Created(Artifact artifact) implements Stored {}

    record Known(Artifact artifact) implements Stored {}

    record NotAJar(String why) implements Stored {}

    record TooLarge(long limit) implements Stored {}
  }

  /** What became of a wish to delete a jar. */
  public enum Deletion {
    DONE,
    NOT_FOUND,
    IN_USE
  }

  /** Stores a jar; the same bytes are stored once. */
  public Stored store(InputStream jar) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The jar with this id. */
  public Optional<Artifact> find(String id) {
    throw new UnsupportedOperationException();
  }

  /** Jars by id, descending, below {@code before} where given. */
  public List<Artifact> list(@Nullable String before, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Deletes a jar that no waiting or running job needs. */
  public Deletion delete(String id) {
    throw new UnsupportedOperationException();
  }
}
