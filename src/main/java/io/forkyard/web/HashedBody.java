package io.forkyard.web;

import io.forkyard.storage.RepeatKey;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.MessageDigest;

/** Hashes a body while it is read, so that a repeated request can be compared with the first. */
final class HashedBody extends HttpServletRequestWrapper {

  private final MessageDigest digest = RepeatKey.hash();

  HashedBody(HttpServletRequest request) {
    super(request);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Hashed(super.getInputStream(), digest);
  }

  /** The hash of what was read. Call it once, after the body was read. */
  byte[] hash() {
    return digest.digest();
  }

  private static final class Hashed extends ServletInputStream {

    private final ServletInputStream body;
    private final MessageDigest digest;

    Hashed(ServletInputStream body, MessageDigest digest) {
      this.body = body;
      this.digest = digest;
    }

    @Override
    public int read() throws IOException {
      int one = body.read();
      if (one >= 0) {
        digest.update((byte) one);
      }
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = body.read(buffer, offset, length);
      if (count > 0) {
        digest.update(buffer, offset, count);
      }
      return count;
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
