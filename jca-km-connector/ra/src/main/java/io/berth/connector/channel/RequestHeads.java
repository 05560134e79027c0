package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.Problem;
import io.berth.connector.process.KmTarget;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Turns a request head into the bytes that go to a KM. Refuses what could become a second header or
 * a second request; replaces whatever a caller says about framing, secrets and identity.
 */
final class RequestHeads {
  private static final int MAX_BYTES = 64 * 1024;
  private static final Set<String> USUALLY_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private RequestHeads() {}

  /** The head of an ordinary request. */
  static byte[] request(KmRequestHead head, KmTarget target) throws KmException {
    StringBuilder text = start(head, target);
    if (head.bodyLength() < 0) {
      line(text, "Transfer-Encoding", "chunked");
    } else if (head.bodyLength() > 0 || USUALLY_WITH_BODY.contains(head.method())) {
      line(text, "Content-Length", Long.toString(head.bodyLength()));
    }
    return end(text);
  }

  /** The head of a request that asks for a tunnel: names the protocol it upgrades to. */
  static byte[] upgrade(KmRequestHead head, KmTarget target) throws KmException {
    StringBuilder text = start(head, target);
    String protocol =
        head.headers().stream()
            .filter(h -> h.name().equalsIgnoreCase("Upgrade"))
            .map(KmHeader::value)
            .findFirst()
            .orElseThrow(() -> invalid("a tunnel needs the header Upgrade"));
    line(text, "Connection", "Upgrade");
    line(text, "Upgrade", protocol);
    return end(text);
  }

  private static StringBuilder start(KmRequestHead head, KmTarget target) throws KmException {
    check(head);
    StringBuilder text = new StringBuilder(512);
    text.append(head.method()).append(' ').append(head.target()).append(" HTTP/1.1\r\n");
    line(text, "Host", "127.0.0.1:" + target.port());
    for (KmHeader header : Headers.endToEnd(head.headers())) {
      if (!Headers.isOurs(header.name())) {
        line(text, header.name(), header.value());
      }
    }
    if (target.builtIn()) {
      line(text, "Berth-Secret", target.secret());
      if (!head.identity().isEmpty()) {
        String subject = Identity.encoded(head.identity());
        line(text, "Berth-Subject", subject);
        line(text, "Berth-Subject-Signature", Identity.signature(target, subject));
      }
    }
    return text;
  }

  private static byte[] end(StringBuilder text) throws KmException {
    text.append("\r\n");
    if (text.length() > MAX_BYTES) {
      throw invalid("the request head is over " + MAX_BYTES + " bytes");
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void check(KmRequestHead head) throws KmException {
    if (!Headers.isToken(head.method()) || head.method().equals("CONNECT")) {
      throw invalid("not a method that can be passed on");
    }
    String target = head.target();
    boolean origin = target.startsWith("/") || target.equals("*");
    if (!origin || !isPrintable(target)) {
      throw invalid("the request target must start with '/' and be printable ASCII");
    }
    for (KmHeader header : head.headers()) {
      if (!Headers.isToken(header.name())) {
        throw invalid("a header name holds a character that is not allowed there");
      }
      if (!Headers.isValue(header.value())) {
        throw invalid("the header " + header.name() + " holds a control character");
      }
    }
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  private static KmException invalid(String message) {
    return new KmException(Problem.INVALID, message);
  }
}
