package io.forkyard.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings that are put together by method handles would cost a fresh JVM 9 ms of CPU. */
class ChildBytecodeTest {

  @ParameterizedTest
  @ValueSource(strings = {"child", "wire", "api"})
  void childsSidePutsNoStringTogetherByMethodHandles(String room) throws IOException {
    List<Path> classes = classes(Path.of("target/classes/io/forkyard", room));

    assertThat(classes).isNotEmpty();
    for (Path type : classes) {
      assertThat(concatenates(type)).as("concatenation in " + type).isFalse();
    }
  }

  /** Tests are compiled without the option, so this one does what it forbids. */
  @Test
  void stringsThatArePutTogetherByMethodHandlesAreFound() throws IOException {
    String self = ChildBytecodeTest.class.getName().replace('.', '/') + ".class";

    assertThat(concatenates(Path.of("target/test-classes", self))).isTrue();
  }

  private static boolean concatenates(Path type) throws IOException {
    return StreamSupport.stream(ClassFile.of().parse(type).constantPool().spliterator(), false)
        .anyMatch(ChildBytecodeTest::isFactory);
  }

  private static boolean isFactory(PoolEntry entry) {
    return entry instanceof ClassEntry type
        && type.asInternalName().equals("java/lang/invoke/StringConcatFactory");
  }

  private static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
