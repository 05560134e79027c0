package io.berth.connector.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.connector.api.KmHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/**
 * Any bytes as the head of an answer: refused, or framed by one rule and free of this hop's lines.
 */
class ResponseHeadsFuzzTest {
  @FuzzTest
  void anAnswerIsRefusedOrFramedByOneRule(byte[] data) throws IOException {
    String method = data.length % 2 == 0 ? "GET" : "HEAD";
    ResponseHeads heads;
    ClassicHttpResponse response;
    try {
      SessionInputBufferImpl buffer =
          new SessionInputBufferImpl(Channel.HTTP.getBufferSize(), Channel.HTTP.getMaxLineLength());
      response =
          Channel.parsed(
              new DefaultHttpResponseParser(Channel.HTTP), buffer, new ByteArrayInputStream(data));
      if (response == null) {
        return;
      }
      heads = ResponseHeads.of(response, method, 1);
    } catch (HttpException | IOException refused) {
      return;
    }
    List<KmHeader> passed = heads.head().headers();
    for (KmHeader header : passed) {
      assertThat(Headers.isToken(header.name())).isTrue();
      assertThat(header.value()).doesNotContain("\r", "\n", "\0");
      assertThat(header.name().toLowerCase(java.util.Locale.ROOT))
          .isNotIn("connection", "transfer-encoding", "keep-alive", "te", "trailer");
    }
    heads.isEventStream();
    assertThat(heads.framing())
        .satisfiesAnyOf(
            f -> assertThat(f).isNotNegative(),
            f -> assertThat(f).isEqualTo(ContentLengthStrategy.CHUNKED),
            f -> assertThat(f).isEqualTo(ContentLengthStrategy.UNDEFINED));
    if (heads.keepAlive()) {
      assertThat(heads.framing()).isNotEqualTo(ContentLengthStrategy.UNDEFINED);
      long lengths =
          java.util.Arrays.stream(response.getHeaders("Content-Length"))
              .map(header -> header.getValue().strip())
              .distinct()
              .count();
      assertThat(lengths + response.getHeaders("Transfer-Encoding").length)
          .as("rules by which a channel that is used again was framed")
          .isLessThanOrEqualTo(1);
    }
  }
}
