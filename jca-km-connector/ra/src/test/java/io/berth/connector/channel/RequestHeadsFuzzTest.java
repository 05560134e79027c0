package io.berth.connector.channel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.ProjectId;
import io.berth.connector.process.KmTarget;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/**
 * Method, target, who asks and header lines, a line each: what goes to a KM is one request, with
 * the lines that Berth alone may write exactly once. Read back by a parser that is not ours.
 */
class RequestHeadsFuzzTest {
  private static final Http1Config WIDE =
      Http1Config.custom().setMaxLineLength(1 << 18).setMaxHeaderCount(-1).build();

  @FuzzTest
  void exactlyOneRequestGoesOut(byte[] data) throws Exception {
    String[] lines = new String(data, ISO_8859_1).split("\n", -1);
    List<KmHeader> headers = new ArrayList<>();
    for (int i = 3; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.add(
          new KmHeader(lines[i].substring(0, Math.max(0, colon)), lines[i].substring(colon + 1)));
    }
    KmRequestHead head =
        new KmRequestHead(
            lines[0],
            lines.length > 1 ? lines[1] : "/",
            headers,
            data.length % 3 - 1,
            lines.length > 2 ? lines[2] : "");
    KmTarget target =
        new KmTarget(
            new ProjectId("alpha"), 1, InetAddress.getLoopbackAddress(), 5001, true, "5ec7e7");
    byte[] bytes;
    try {
      bytes = RequestHeads.request(head, target);
    } catch (KmException refused) {
      assertThat(refused.getMessage().length()).isLessThan(500 + data.length);
      return;
    }
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    SessionInputBufferImpl buffer = new SessionInputBufferImpl(1 << 18, 1 << 18);
    ClassicHttpRequest read = new DefaultHttpRequestParser(WIDE).parse(buffer, in);
    assertThat(read.getMethod()).isEqualTo(head.method());
    assertThat(buffer.hasBufferedData() || in.available() > 0).as("bytes behind it").isFalse();
    assertThat(read.getHeaders("Host")).hasSize(1);
    assertThat(read.getHeaders("Berth-Secret")).hasSize(1);
    assertThat(read.getHeaders("Berth-Secret")[0].getValue()).isEqualTo("5ec7e7");
    assertThat(read.getHeaders("Berth-Subject")).hasSize(head.identity().isEmpty() ? 0 : 1);
    assertThat(read.getHeaders("Connection")).isEmpty();
    int framing =
        read.getHeaders("Content-Length").length + read.getHeaders("Transfer-Encoding").length;
    assertThat(framing).isLessThanOrEqualTo(1);
  }
}
