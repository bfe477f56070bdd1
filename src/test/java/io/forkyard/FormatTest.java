package io.forkyard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All sources read alike. {@code -Dformat.fix=true} rewrites those that do not. */
class FormatTest {

  private final Formatter formatter = new Formatter();

  @Test
  void everySourceIsFormatted() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      List<Path> wrong =
          files.filter(file -> file.toString().endsWith(".java")).filter(this::isWrong).toList();
      assertThat(wrong).as("run the tests with -Dformat.fix=true").isEmpty();
    }
  }

  private boolean isWrong(Path file) {
    try {
      String text = Files.readString(file);
      String formatted = format(text);
      if (!text.equals(formatted) && Boolean.getBoolean("format.fix")) {
        Files.writeString(file, formatted);
        return false;
      }
      return !text.equals(formatted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String format(String text) {
    try {
      return formatter.formatSource(
          RemoveUnusedImports.removeUnusedImports(
              ImportOrderer.reorderImports(text, Style.GOOGLE)));
    } catch (FormatterException e) {
      throw new IllegalStateException(e);
    }
  }
}
