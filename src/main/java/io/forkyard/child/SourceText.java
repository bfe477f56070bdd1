package io.forkyard.child;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** One source file from memory; its name need not be that of its public type. */
final class SourceText extends SimpleJavaFileObject {

  private final String text;

  SourceText(String text) {
    super(URI.create("Source.java"), Kind.SOURCE);
    this.text = text;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }

  @Override
  public boolean isNameCompatible(String simpleName, Kind kind) {
    return kind == Kind.SOURCE;
  }
}
