package io.forkyard.child.source;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** One source file from memory; its name need not be that of its public type. */
public final class SourceText extends SimpleJavaFileObject {

  private final String text;

  public SourceText(String text) {
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
