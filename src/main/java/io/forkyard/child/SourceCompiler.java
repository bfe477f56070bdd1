package io.forkyard.child;

import io.forkyard.api.Forkyard;
import io.forkyard.child.json.Values;
import io.forkyard.wire.Fault;
import io.forkyard.wire.Message;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles one source text with the compiler of this JVM, for this JVM. */
final class SourceCompiler {

  private static final int LONGEST_MESSAGE = 16 * 1024;

  private SourceCompiler() {}

  /** Answers with the binary names of the types that were compiled. */
  static Message compile(Message.Compile compile) throws IOException, URISyntaxException {
    JavaCompiler compiler = compiler();
    StringWriter messages = new StringWriter();
    try (Compiled files =
        new Compiled(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8))) {
      List<SourceText> sources = List.of(new SourceText(compile.source()));
      boolean good =
          compiler.getTask(messages, files, null, options(compile), null, sources).call();
      if (!good) {
        throw new TaskException(
            Fault.COMPILE_ERROR, Complaints.cap(messages.toString(), LONGEST_MESSAGE));
      }
      String json = Values.write(files.names(), Integer.MAX_VALUE);
      return new Message.Answer(compile.attempt(), json, Proc.peakMemory());
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

  private static List<String> options(Message.Compile compile) throws URISyntaxException {
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

  private static String classpath(List<String> given) throws URISyntaxException {
    StringBuilder path = new StringBuilder();
    for (String entry : given) {
      path.append(entry).append(File.pathSeparatorChar);
    }
    return path.append(
            new File(Forkyard.class.getProtectionDomain().getCodeSource().getLocation().toURI()))
        .toString();
  }
}
