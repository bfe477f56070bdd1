package io.forkyard.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Gives each request its {@link Peer}, as only the web server's own request knows its socket. */
final class PeerValve extends ValveBase {

  PeerValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    request.setAttribute(Peer.ATTRIBUTE, new Peer(request.getCoyoteRequest()));
    getNext().invoke(request, response);
  }
}
