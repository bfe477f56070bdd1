package io.forkyard.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a child JVM is started with. The jars travel inside the service's own and are unpacked once
 * for each content, so that their paths and times stay what a class archive was made for.
 */
public final class ChildJars {

  private static final String CHILD = "forkyard-child.jar";
  private static final String PARTS = "forkyard-parts.jar";
  private static final String LIBRARY = "gson.jar";
  private static final String EXAMPLES = "forkyard-examples.jar";
  private static final int PREFIX = 16;

  private final Path folder;

  /**
   * Unpacks the jars unless they are there.
   *
   * @param dataDir the service's folder; the jars go to its cache
   */
  public ChildJars(Path dataDir) {
    try {
      this.folder = unpack(dataDir.toAbsolutePath().resolve("cache").resolve("child"));
    } catch (IOException e) {
      throw new UncheckedIOException("the jars of the child JVMs cannot be unpacked", e);
    }
  }

  /** The built-in examples, the last place where a target is looked up. */
  public Path examples() {
    return folder.resolve(EXAMPLES);
  }

  /** Tells the content of the jars from any other. */
  String content() {
    return folder.getFileName().toString();
  }

  /**
   * The options that let a child find its own classes. The boot loader finds what every child
   * needs: from the class path the same classes would make a start a fifth dearer.
   */
  List<String> options() {
    String parts = folder.resolve(PARTS) + File.pathSeparator + folder.resolve(LIBRARY);
    return List.of("-Xbootclasspath/a:" + folder.resolve(CHILD), "-cp", parts);
  }

  /** The jars of these. */
  List<Path> own() {
    return List.of(folder.resolve(CHILD), folder.resolve(PARTS), folder.resolve(LIBRARY));
  }

  private static Path unpack(Path cache) throws IOException {
    Map<String, byte[]> jars = new LinkedHashMap<>();
    for (String name : new String[] {CHILD, PARTS, LIBRARY, EXAMPLES}) {
      jars.put(name, read(name));
    }
    Path folder = cache.resolve(hash(jars).substring(0, PREFIX));
    if (!Files.isDirectory(folder)) {
      write(jars, Files.createDirectories(cache), folder);
    }
    return folder;
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = ChildJars.class.getResourceAsStream("/forkyard/" + name)) {
      if (in == null) {
        throw new IOException("/forkyard/" + name + " is missing in the service's jar");
      }
      return in.readAllBytes();
    }
  }

  /** The folder appears whole or not at all, also when two services unpack at the same time. */
  private static void write(Map<String, byte[]> jars, Path cache, Path folder) throws IOException {
    Path draft = Files.createTempDirectory(cache, "draft");
    try {
      for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
        Files.write(draft.resolve(jar.getKey()), jar.getValue());
      }
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      ChildFolder.delete(draft);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static String hash(Map<String, byte[]> jars) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      jars.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
