package io.forkyard.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a small answer in one piece that tells its length. Spring writes one of unknown length, in
 * two pieces at least, and each of them is a call of the system and a packet.
 */
final class SizedJson extends JacksonJsonHttpMessageConverter {

  /** What is larger goes on its way while it is being written. */
  private static final int SMALL = 1 << 13;

  SizedJson(JsonMapper json) {
    super(json);
  }

  @Override
  protected void writeInternal(
      Object object,
      ResolvableType type,
      HttpOutputMessage message,
      @Nullable Map<String, Object> hints)
      throws IOException {
    Beginning body = new Beginning(message);
    super.writeInternal(object, type, body, hints);
    body.end();
  }

  /** Holds a body back until it is there to its end, or is no small one. */
  private static final class Beginning extends OutputStream implements HttpOutputMessage {

    private final HttpOutputMessage message;
    private @Nullable ByteArrayOutputStream held = new ByteArrayOutputStream(512);

    Beginning(HttpOutputMessage message) {
      this.message = message;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (held != null && held.size() + length > SMALL) {
        release(held);
      }
      if (held == null) {
        message.getBody().write(bytes, offset, length);
      } else {
        held.write(bytes, offset, length);
      }
    }

    private void release(ByteArrayOutputStream beginning) throws IOException {
      held = null;
      beginning.writeTo(message.getBody());
    }

    @Override
    public void flush() throws IOException {
      if (held == null) {
        message.getBody().flush();
      }
    }

    void end() throws IOException {
      if (held != null) {
        message.getHeaders().setContentLength(held.size());
        release(held);
      }
    }

    @Override
    public OutputStream getBody() {
      return this;
    }

    @Override
    public HttpHeaders getHeaders() {
      return message.getHeaders();
    }
  }
}
