package io.forkyard.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a child in the form in which a JVM maps them into memory: with it a child starts
 * in two thirds of the time. It is kept for one Java and one content of the child's jars.
 *
 * <p>A thread of its own tries the one that is there, and makes another when that one is not
 * accepted. Nobody waits for it: until then, and if that fails, children start without.
 */
final class ClassArchive implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);
  private static final int PREFIX = 16;

  private final Path file;
  private final Rehearsal rehearsal;
  private final Thread maker;
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

  /** Written by the maker when it has tried the file. */
  private volatile @Nullable Path usable;

  /**
   * Does nothing before {@link #begin}.
   *
   * @param folder of the archives alone: others in it are removed
   * @param content tells the content of the child's jars from any other
   */
  ClassArchive(Path folder, String content, Rehearsal rehearsal) {
    this.file = folder.resolve(java() + "-" + content + ".jsa");
    this.rehearsal = rehearsal;
    this.maker = Thread.ofPlatform().daemon().name("forkyard-archive").unstarted(this::prepare);
  }

  /** To be called once. Completes when it is made, or given up. */
  CompletableFuture<?> begin() {
    maker.start();
    return done;
  }

  /** The one that children start with; null while there is none. */
  @Nullable Path file() {
    return usable;
  }

  /** Gives up what is not finished. */
  @Override
  public void close() {
    maker.interrupt();
    try {
      maker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void prepare() {
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file) || !rehearsal.passes(file)) {
        make();
      }
      usable = file;
      removeOthers();
      log.info("Children start with the class archive {}", file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | UncheckedIOException | StartFailedException e) {
      log.warn("Children start without a class archive, and so more slowly: {}", e.toString());
    } finally {
      done.complete(null);
    }
  }

  /** The file is there whole and tried, or not at all. */
  private void make() throws IOException, InterruptedException {
    Path list = Files.createTempFile(file.getParent(), "draft", ".classes");
    Path draft = Files.createTempFile(file.getParent(), "draft", ".jsa");
    try {
      rehearsal.record(list);
      rehearsal.dump(list, draft);
      if (!rehearsal.passes(draft)) {
        throw new IOException("the JVM does not accept the one that it has made");
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(list);
      Files.deleteIfExists(draft);
    }
  }

  private void removeOthers() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(file.getParent())) {
      for (Path other : all) {
        if (!other.equals(file)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }

  /** Version, vendor and place of the service's own Java. */
  private static String java() {
    List<String> parts =
        List.of(
            System.getProperty("java.vm.version"),
            System.getProperty("java.vm.vendor"),
            System.getProperty("java.home"));
    try {
      byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash).substring(0, PREFIX);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
