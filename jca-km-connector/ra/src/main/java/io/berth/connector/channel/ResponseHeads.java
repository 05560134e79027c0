package io.berth.connector.channel;

import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmResponseHead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;

/**
 * What the head of a response means: how its body is framed, whether the channel survives it, and
 * what of it goes on to the caller.
 *
 * @param head for the caller
 * @param framing a length, or one of {@link ContentLengthStrategy}'s marks
 * @param keepAlive whether the channel may be used again once the body was read
 */
record ResponseHeads(KmResponseHead head, long framing, boolean keepAlive) {
  private static final String EVENTS = "text/event-stream";

  static boolean isInterim(int status) {
    return status >= 100 && status < 200 && status != 101;
  }

  static ResponseHeads of(ClassicHttpResponse response, String method, long generation)
      throws HttpException {
    List<KmHeader> all = headersOf(response);
    int status = response.getCode();
    long framing = framing(response, method);
    boolean chunked = framing == ContentLengthStrategy.CHUNKED;
    List<KmHeader> passed = Headers.endToEnd(all);
    if (chunked) {
      passed.removeIf(h -> h.name().equalsIgnoreCase("Content-Length"));
    }
    if (status == 101) {
      all.stream().filter(h -> h.name().equalsIgnoreCase("Upgrade")).forEach(passed::add);
    }
    // why also without a body: who frames an answer to HEAD in two ways is not trusted with the
    // next
    boolean ambiguous = count(all, "Transfer-Encoding") + count(all, "Content-Length") > 1;
    boolean keepAlive =
        framing != ContentLengthStrategy.UNDEFINED
            && !ambiguous
            && saysKeepAlive(response, all)
            && status != 101;
    return new ResponseHeads(
        new KmResponseHead(status, passed, Math.max(-1, framing), generation), framing, keepAlive);
  }

  /** Whether the body is server-sent events. */
  boolean isEventStream() {
    // why a loop: asked for each answer
    for (KmHeader header : head.headers()) {
      if (header.name().equalsIgnoreCase("Content-Type")) {
        return header.value().regionMatches(true, 0, EVENTS, 0, EVENTS.length());
      }
    }
    return false;
  }

  private static long framing(ClassicHttpResponse response, String method) throws HttpException {
    int status = response.getCode();
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return 0;
    }
    return status == 101
        ? ContentLengthStrategy.UNDEFINED
        : DefaultContentLengthStrategy.INSTANCE.determineLength(response);
  }

  private static List<KmHeader> headersOf(ClassicHttpResponse response) throws HttpException {
    List<KmHeader> all = new ArrayList<>();
    for (Iterator<Header> headers = response.headerIterator(); headers.hasNext(); ) {
      Header header = headers.next();
      String value = header.getValue() == null ? "" : header.getValue();
      if (!Headers.isToken(header.getName()) || !Headers.isValue(value)) {
        throw new ProtocolException("a response header holds a character that is not allowed");
      }
      all.add(new KmHeader(header.getName(), value));
    }
    return all;
  }

  private static boolean saysKeepAlive(ClassicHttpResponse response, List<KmHeader> all) {
    // why only 1.1: an older server keeps a connection by agreement only, and none was made
    if (response.getVersion() != null
        && !response.getVersion().greaterEquals(HttpVersion.HTTP_1_1)) {
      return false;
    }
    for (KmHeader header : all) {
      if (header.name().equalsIgnoreCase("Connection")) {
        for (String option : header.value().split(",")) {
          if (option.strip().equalsIgnoreCase("close")) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static int count(List<KmHeader> headers, String name) {
    int count = 0;
    for (KmHeader header : headers) {
      count += header.name().equalsIgnoreCase(name) ? 1 : 0;
    }
    return count;
  }
}
