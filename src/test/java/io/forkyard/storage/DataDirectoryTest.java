package io.forkyard.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkyard.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {

  /** As when the disk fills up in the middle of a start. */
  @Test
  void whatCannotBeWrittenIsToldOfTheFolder() throws Exception {
    try (DataDirectory data = DataDirectory.open(TestData.folder("using"))) {
      assertThatThrownBy(() ->
              data.using(folder -> {
                throw new UncheckedIOException(new IOException("No space left on device"));
              }))
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining(data.path().toString())
          .hasMessageContaining("No space left on device");
    }
  }
}
