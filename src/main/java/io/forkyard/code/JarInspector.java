package io.forkyard.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a jar's manifest what {@code java -jar} would: the main class, and the packages of the
 * JDK that it asks to have exported or opened (JAR File Specification, Main Attributes).
 */
final class JarInspector {

  private static final Pattern PACKAGE = Pattern.compile("[\\w.]+/[\\w.]+");

  /**
   * What was found.
   *
   * @param jvmOptions one a line
   */
  record Findings(@Nullable String mainClass, String jvmOptions) {}

  private JarInspector() {}

  /**
   * Looks into a jar.
   *
   * @throws ZipException if it is none, or its manifest is not one
   */
  static Findings inspect(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Manifest manifest = manifest(jar);
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      List<String> options = new ArrayList<>();
      add(options, "--add-exports=", main.getValue("Add-Exports"));
      add(options, "--add-opens=", main.getValue("Add-Opens"));
      return new Findings(main.getValue(Attributes.Name.MAIN_CLASS), String.join("\n", options));
    }
  }

  private static @Nullable Manifest manifest(JarFile jar) throws ZipException {
    try {
      return jar.getManifest();
    } catch (IOException e) {
      throw new ZipException("its manifest cannot be read: " + e.getMessage());
    }
  }

  private static void add(List<String> options, String option, @Nullable String packages) {
    if (packages != null) {
      PACKAGE
          .matcher(packages)
          .results()
          .forEach(found -> options.add(option + found.group() + "=ALL-UNNAMED"));
    }
  }
}
