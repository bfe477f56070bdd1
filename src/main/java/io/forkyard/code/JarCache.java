package io.forkyard.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The jars as files, because a child's class path needs files. Lost ones come from the store. */
final class JarCache {

  private static final int PIECE = 1 << 20;

  private static final String UPLOAD = "upload-";

  private final ArtifactStore store;
  private final Path folder;

  JarCache(ArtifactStore store, Path folder) {
    this.store = store;
    this.folder = folder;
    Leftovers.remove(folder, UPLOAD + "*");
    store.sweep();
  }

  /** A new empty file for an upload. */
  Path upload() throws IOException {
    return Files.createTempFile(folder, UPLOAD, ".tmp");
  }

  /** Stores the bytes of an upload and takes its file. */
  void keep(String id, Path upload) throws IOException {
    try (InputStream in = Files.newInputStream(upload)) {
      int position = 0;
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        store.keepPiece(id, position++, piece);
      }
    }
    Files.move(upload, path(id), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The file of a stored jar.
   *
   * @return empty when the jar has been deleted
   */
  Optional<Path> file(String id) {
    Path file = path(id);
    if (Files.exists(file)) {
      return Optional.of(file);
    }
    if (store.find(id).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(restore(id, file));
    } catch (IOException e) {
      throw new UncheckedIOException("The jar " + id + " cannot be written to the cache", e);
    }
  }

  private Path restore(String id, Path file) throws IOException {
    Path copy = upload();
    try (OutputStream out = Files.newOutputStream(copy)) {
      int position = 0;
      Optional<byte[]> piece = store.piece(id, position);
      while (piece.isPresent()) {
        out.write(piece.get());
        piece = store.piece(id, ++position);
      }
    }
    return Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void forget(String id) {
    try {
      Files.deleteIfExists(path(id));
    } catch (IOException e) {
      throw new UncheckedIOException("The jar " + id + " cannot be removed from the cache", e);
    }
  }

  private Path path(String id) {
    return folder.resolve(id.substring(id.indexOf(':') + 1) + ".jar");
  }
}
