package io.forkyard.child.source;

import io.forkyard.api.Forkyard;
import io.forkyard.child.SourceCompiling;
import io.forkyard.child.TaskException;
import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles one source text with the compiler of this JVM, for this JVM. */
public final class SourceCompiler implements SourceCompiling {

  @Override
  public List<String> compile(Message.Compile compile) throws IOException, URISyntaxException {
    JavaCompiler compiler = compiler();
    StringWriter messages = new StringWriter();
    try (Compiled files =
        new Compiled(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
      List<SourceText> sources = List.of(new SourceText(compile.source()));
      boolean good =
          compiler.getTask(messages, files, null, options(compile), null, sources).call();
      if (!good) {
        throw new TaskException(Fault.COMPILE_ERROR, messages.toString());
      }
      return files.names();
    }
  }

  private static JavaCompiler compiler() {
    try {
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      if (compiler != null) {
        return compiler;
      }
    } catch (LinkageError e) {
      // A runtime without the java.compiler module; the answer is the same.
    }
    throw new TaskException(
        Fault.COMPILE_ERROR,
        "the Java runtime at "
            + System.getProperty("java.home")
            + " has no compiler: source needs a JDK");
  }

  private static List<String> options(Message.Compile compile)
      throws IOException, URISyntaxException {
    return List.of(
        "-parameters",
        "-g",
        "-proc:none",
        "-implicit:none",
        "-nowarn",
        "-d",
        compile.output(),
        "-classpath",
        classpath(compile.classpath()));
  }

  private static String classpath(List<String> given) throws IOException, URISyntaxException {
    StringBuilder path = new StringBuilder();
    for (String entry : given) {
      path.append(entry).append(File.pathSeparatorChar);
    }
    return path.append(new File(api().toURI())).toString();
  }

  /** The boot loader's classes have no code source, but come from a jar. */
  private static URL api() throws IOException {
    CodeSource source = Forkyard.class.getProtectionDomain().getCodeSource();
    if (source != null) {
      return source.getLocation();
    }
    URL self = Objects.requireNonNull(Forkyard.class.getResource("Forkyard.class"));
    return ((JarURLConnection) self.openConnection()).getJarFileURL();
  }
}
