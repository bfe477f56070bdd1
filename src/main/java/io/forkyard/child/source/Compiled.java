package io.forkyard.child.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;

/** Remembers which class files the compiler writes. */
final class Compiled extends ForwardingJavaFileManager<JavaFileManager> {

  private final List<String> names = new ArrayList<>();

  Compiled(JavaFileManager files) {
    super(files);
  }

  List<String> names() {
    return names;
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling)
      throws IOException {
    names.add(className);
    return super.getJavaFileForOutput(location, className, kind, sibling);
  }
}
