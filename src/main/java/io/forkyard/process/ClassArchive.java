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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a child in the form in which a JVM maps them into memory: with it a child starts
 * in two thirds of the time. It is kept for one Java and one content of the child's jars.
 *
 * <p>A thread of its own tries the one that is there, and makes another when that one is not
 * accepted. Nobody waits for it: until then, and if that fails, children start without. A JVM
 * refuses it as soon as it or a file that it was made from has changed; so that is looked at before
 * each start, and then it is tried again.
 */
final class ClassArchive implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);
  private static final int PREFIX = 16;

  private final Path file;
  private final Rehearsal rehearsal;
  private final List<Path> sources;
  private final ExecutorService maker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("forkyard-archive").factory());

  /** What was looked at when the file was tried, null while it may not be used. */
  private final AtomicReference<@Nullable List<FileStamp>> tried = new AtomicReference<>();

  /**
   * Does nothing before {@link #begin}.
   *
   * @param folder of the archives alone: others in it are removed
   * @param jars of children
   */
  ClassArchive(Path folder, ChildJars jars, Rehearsal rehearsal) {
    this.file = folder.resolve(java() + "-" + jars.content() + ".jsa");
    this.rehearsal = rehearsal;
    Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
    this.sources = Stream.concat(jars.own().stream(), Stream.of(modules)).toList();
  }

  /** Completes when it is made, or given up. */
  CompletableFuture<?> begin() {
    try {
      return CompletableFuture.runAsync(this::prepare, maker);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** The one that children start with; null while there is none. */
  @Nullable Path file() {
    List<FileStamp> before = tried.get();
    if (before == null) {
      return null;
    }
    if (before.equals(stamps())) {
      return file;
    }
    if (tried.compareAndSet(before, null)) {
      log.warn("The class archive {} has changed, it is tried again", file);
      begin();
    }
    return null;
  }

  /** Of the file itself, and of those whose change makes a JVM refuse it. */
  private List<FileStamp> stamps() {
    List<FileStamp> stamps = new ArrayList<>();
    stamps.add(FileStamp.of(file));
    sources.forEach(source -> stamps.add(FileStamp.of(source)));
    return stamps;
  }

  /** Gives up what is not finished. */
  @Override
  public void close() {
    maker.shutdownNow();
    maker.close();
  }

  private void prepare() {
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file) || !rehearsal.passes(file)) {
        make();
      }
      tried.set(stamps());
      removeOthers();
      log.info("Children start with the class archive {}", file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | UncheckedIOException | StartFailedException e) {
      log.warn("Children start without a class archive, and so more slowly: {}", e.toString());
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
